package org.bactrian.edge.outbox;

/**
 * Amount that an outbox holds, and whether it is full: from a limit on until half of that is empty.
 * Guarded by the outbox.
 */
final class OutboxLevel {

  private static final int STORED_PER_MESSAGE_IN_MEMORY = 32;

  private final boolean durable;
  private long bytes;
  private long values;
  private long bytesInMemory;
  private boolean full;

  /**
   * @param durable whether messages are on disk, where bytes are limited by the store
   */
  OutboxLevel(boolean durable) {
    this.durable = durable;
  }

  void add(OutboxEntry entry) {
    bytes += entry.bytes();
    values += entry.values();
    bytesInMemory += entry.isInMemory() ? entry.bytes() : 0;
  }

  void remove(OutboxEntry entry) {
    bytes -= entry.bytes();
    values -= entry.values();
    bytesInMemory -= entry.isInMemory() ? entry.bytes() : 0;
  }

  /**
   * Notes that it is full if a limit is reached.
   *
   * @param messages number of messages that it holds
   */
  void fill(int messages, OutboxPolicy policy) {
    full |= messages >= maxMessages(policy) || !durable && bytes >= policy.maxBytes();
  }

  /**
   * Returns whether it was full until now and is so no longer.
   *
   * @param messages number of messages that it holds
   */
  boolean endsFullness(int messages, OutboxPolicy policy) {
    boolean ends =
        full && messages <= maxMessages(policy) / 2 && (durable || bytes <= policy.maxBytes() / 2);
    full &= !ends;
    return ends;
  }

  /** A message on disk takes little memory, but some. */
  private int maxMessages(OutboxPolicy policy) {
    return policy.limits().maxMessages() * (durable ? STORED_PER_MESSAGE_IN_MEMORY : 1);
  }

  /** Returns whether a body of this size is kept in memory. */
  boolean keepsInMemory(int size, OutboxPolicy policy) {
    return !durable || bytesInMemory + size <= policy.maxBytes();
  }

  boolean isFull() {
    return full;
  }

  long bytes() {
    return bytes;
  }

  long values() {
    return values;
  }
}
