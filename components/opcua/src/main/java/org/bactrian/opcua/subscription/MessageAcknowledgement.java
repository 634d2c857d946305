package org.bactrian.opcua.subscription;

import java.time.Instant;

/**
 * Acknowledgement of one notification message, which the server keeps until it has it (Part 4,
 * 5.14.5). Thread-safe.
 */
public interface MessageAcknowledgement {

  /** Name of the subscription, which no other one has, also after a restart of the server. */
  String subscription();

  /** Number of the message in its subscription. */
  long sequenceNumber();

  /** Time at which the server sent the message. */
  Instant publishTime();

  /** Lets the server forget the message; a second call does nothing. */
  void acknowledge();
}
