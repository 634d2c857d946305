package org.bactrian.edge.outbox;

/** Operation that waits to be made durable. */
sealed interface QueuedOperation {

  /**
   * Entry to be written.
   *
   * @param bytes memory that it takes until then, about
   */
  record Write(LogEntry entry, long bytes) implements QueuedOperation {

    /** Bytes of the objects around the content of an entry, about. */
    private static final int OVERHEAD = 128;

    static Write message(LogEntry.Message message) {
      return new Write(
          message, OVERHEAD + message.header().length + (long) message.body().remaining());
    }

    static Write removal(long id) {
      return new Write(new LogEntry.Removal(id), OVERHEAD);
    }

    static Write stateValue(LogEntry.StateValue value) {
      return new Write(value, OVERHEAD + (long) value.value().length);
    }
  }

  /** Action to be run when all before it is durable. */
  record Run(Runnable action) implements QueuedOperation {}
}
