package org.bactrian.opcua.session;

import java.time.Instant;

/** States of a session. */
public sealed interface SessionState {

  /** Nothing was tried yet. */
  record Idle() implements SessionState {}

  /**
   * A connection is being made.
   *
   * @param attempt number of this try, from 1
   */
  record Connecting(int attempt) implements SessionState {}

  /**
   * The session is active.
   *
   * @param since when it became so
   * @param applicationUri who the server says it is
   */
  record Connected(Instant since, String applicationUri) implements SessionState {}

  /**
   * The server cannot be used now; it is tried again.
   *
   * @param since when the session was lost or the last try failed
   * @param attempts number of tries since then
   * @param fault what is wrong and how it is mended, for an operator
   * @param failure the same for clients
   */
  record Disconnected(Instant since, int attempts, String fault, ConnectFailure failure)
      implements SessionState {}

  /** The session was closed and is not used again. */
  record Closed() implements SessionState {}
}
