package org.bactrian.edge.outbox;

/** Counters of what becomes of messages. Thread-safe. */
public interface OutboxCounters {

  /** Counters that nobody reads. */
  OutboxCounters NONE =
      new OutboxCounters() {
        @Override
        public void sent(int bytes, long nanos) {
          // not counted
        }

        @Override
        public void refusal() {
          // not counted
        }

        @Override
        public void rejection() {
          // not counted
        }

        @Override
        public long undeliverable() {
          return 0;
        }
      };

  /**
   * A message arrived.
   *
   * @param bytes its size
   * @param nanos time that the attempt took
   */
  void sent(int bytes, long nanos);

  /** A route refused a message, which is sent again. */
  void refusal();

  /** A message can never arrive, became too old or could not be read from its store. */
  void rejection();

  /** Messages so far that could never arrive. */
  long undeliverable();
}
