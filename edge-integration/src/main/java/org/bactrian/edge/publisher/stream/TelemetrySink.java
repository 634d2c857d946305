package org.bactrian.edge.publisher.stream;

/** Sink of NetworkMessages. Thread-safe. */
@FunctionalInterface
public interface TelemetrySink {

  /**
   * Takes a message, which stays in the outbox until the receipt is given. Must not block for long.
   *
   * @param receipt called once, on any thread
   */
  void send(OutboundMessage message, Receipt receipt);

  /** Receipt of a message. */
  interface Receipt {

    /** The message arrived and may be forgotten. */
    void acknowledged();

    /** The message did not arrive and is sent again after a while. */
    void refused(Throwable cause);

    /** The message can never arrive, whoever sends it how often; it is dropped and counted. */
    void undeliverable(Throwable cause);
  }
}
