package org.bactrian.edge.publisher.stream;

import java.time.Duration;
import java.util.Optional;
import org.bactrian.opcua.subscription.NotificationGap;
import org.jspecify.annotations.Nullable;

/**
 * Gaps of queues that are full at a server, which come with each notification where an item is
 * sampled too often: those of ten seconds become one. Not thread-safe.
 */
final class OverflowGaps {

  private static final Duration BETWEEN = Duration.ofSeconds(10);

  private @Nullable NotificationGap merged;
  private long nextNanos;

  /**
   * @param nowNanos time of {@link System#nanoTime}
   */
  OverflowGaps(long nowNanos) {
    nextNanos = nowNanos;
  }

  void add(NotificationGap gap) {
    merged =
        merged == null
            ? gap
            : new NotificationGap(gap.cause(), gap.detail(), merged.since(), gap.until());
  }

  /** Takes the gap that is to be told at a time, if there is one. */
  Optional<NotificationGap> take(long nowNanos) {
    NotificationGap due = merged;
    if (due == null || nextNanos - nowNanos > 0) {
      return Optional.empty();
    }
    merged = null;
    nextNanos = nowNanos + BETWEEN.toNanos();
    return Optional.of(due);
  }
}
