package org.bactrian.edge.outbox;

import java.util.function.LongSupplier;

/**
 * Policy of an outbox, as its user sets it.
 *
 * @param limits how much it holds and sends at once
 * @param memory supplies the bytes of messages that it may keep in memory, if that is less than its
 *     limits
 * @param counters where it counts
 * @param onRoom run, without a lock, when a full outbox has room again
 */
public record OutboxPolicy(
    OutboxLimits limits, LongSupplier memory, OutboxCounters counters, Runnable onRoom) {

  long maxBytes() {
    return Math.min(limits.maxBytes(), memory.getAsLong());
  }

  boolean inOrder() {
    return limits.maxInFlight() == 1;
  }
}
