package org.bactrian.edge.outbox;

/** Sink of messages. Thread-safe. */
@FunctionalInterface
public interface OutboxSink {

  /**
   * Takes a message, which stays in the outbox until the receipt is given. Must not block for long.
   *
   * @param receipt called once, on any thread
   */
  void send(OutboxMessage message, Receipt receipt);

  /** Receipt of a message. */
  interface Receipt {

    /** The message arrived and may be forgotten. */
    void acknowledged();

    /** The message did not arrive and is sent again after a while. */
    void refused(Throwable cause);

    /** The message can never arrive, by whatever attempt; it is set aside and counted. */
    void undeliverable(Throwable cause);
  }
}
