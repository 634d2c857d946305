package org.bactrian.edge.publisher.stream;

/**
 * Share of a WriterGroup in the memory that all groups of the process may use, divided evenly: many
 * groups in a long outage must not use up the memory of the process. Thread-safe.
 */
final class MemoryShare {

  /** Part of the heap that messages may take which wait to be acknowledged. */
  private static final int HEAP_PER_MESSAGES = 4;

  /** Part of the heap that values may take which wait to be encoded. */
  private static final int HEAP_PER_VALUES = 8;

  /** Bytes of a received value: its item, timestamps and number. */
  private static final int BYTES_PER_VALUE = 250;

  private final long bytes;
  private final long values;
  private volatile int groups = 1;

  /**
   * @param bytes bytes of messages, at least 1
   * @param values values that are not encoded yet, at least 1
   */
  MemoryShare(long bytes, long values) {
    this.bytes = bytes;
    this.values = values;
  }

  /** A quarter of the heap for messages and an eighth for values. */
  static MemoryShare ofHeap() {
    long heap = Runtime.getRuntime().maxMemory();
    return new MemoryShare(heap / HEAP_PER_MESSAGES, heap / HEAP_PER_VALUES / BYTES_PER_VALUE);
  }

  /** Divides among that many groups from now on. */
  void among(int count) {
    groups = Math.max(1, count);
  }

  /** Bytes of messages of one group; one message always fits. */
  long bytes() {
    return Math.max(1, bytes / groups);
  }

  /** Values of one group; one notification always fits. */
  int values() {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, values / groups));
  }
}
