package org.bactrian.iothub.link;

import java.time.Duration;
import java.time.Instant;

/** States of the connection of a {@link HubLink}. */
public sealed interface LinkState {

  /** Not asked to connect yet. */
  record Idle() implements LinkState {}

  /**
   * On its way.
   *
   * @param attempt number of the attempt since the last connection, from 1
   */
  record Connecting(int attempt) implements LinkState {}

  /**
   * Connected.
   *
   * @param client what the connection runs on
   * @param since when it was made
   */
  record Connected(HubClient client, Instant since) implements LinkState {}

  /**
   * Not connected, and waiting to try again.
   *
   * @param failures attempts that failed since the last connection, at least 1
   * @param delay how long the wait is
   * @param problem what went wrong and how to mend it, for a person
   */
  record Waiting(int failures, Duration delay, String problem) implements LinkState {}

  /** Closed for good. */
  record Closed() implements LinkState {}
}
