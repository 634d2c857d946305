package org.bactrian.edge.outbox;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Policy of an outbox, as its user sets it.
 *
 * @param limits how much it holds and sends at once
 * @param memory supplies the bytes of messages that it may keep in memory, if that is less than its
 *     limits
 * @param counters where it counts
 * @param onRoom run, without a lock, when a full outbox has room again
 * @param onExpired told, without a lock, of messages that are about to be given up for their age
 */
public record OutboxPolicy(
    OutboxLimits limits,
    LongSupplier memory,
    OutboxCounters counters,
    Runnable onRoom,
    Consumer<List<ExpiredMessage>> onExpired) {

  /** A policy of a user to whom the age of messages means nothing. */
  public OutboxPolicy(
      OutboxLimits limits, LongSupplier memory, OutboxCounters counters, Runnable onRoom) {
    this(limits, memory, counters, onRoom, expired -> {});
  }

  long maxBytes() {
    return Math.min(limits.maxBytes(), memory.getAsLong());
  }

  boolean inOrder() {
    return limits.maxInFlight() == 1;
  }
}
