package org.bactrian.edge.publisher.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bactrian.opcua.subscription.GapCause;
import org.bactrian.opcua.subscription.NotificationGap;

/**
 * Gaps of a subscription that are told when its next notification ends them, so that both of their
 * times are the server's. Gaps of one cause within ten seconds become one: a node that is sampled
 * too often overflows at each notification. Not thread-safe.
 */
final class PendingGaps {

  private static final Duration BETWEEN = Duration.ofSeconds(10);

  private final Map<GapCause, NotificationGap> pending = new EnumMap<>(GapCause.class);
  private final Map<GapCause, Long> toldNanos = new EnumMap<>(GapCause.class);

  void add(NotificationGap gap) {
    pending.merge(
        gap.cause(),
        gap,
        (before, now) ->
            new NotificationGap(now.cause(), now.detail(), before.since(), now.until()));
  }

  /**
   * Takes the gaps that are to be told.
   *
   * @param publishTime time of the notification that ends them
   * @param nowNanos time of {@link System#nanoTime}
   */
  List<NotificationGap> take(Instant publishTime, long nowNanos) {
    if (pending.isEmpty()) {
      return List.of();
    }
    List<NotificationGap> due = new ArrayList<>();
    for (NotificationGap gap : List.copyOf(pending.values())) {
      Long told = toldNanos.get(gap.cause());
      if (told == null || nowNanos - told >= BETWEEN.toNanos()) {
        pending.remove(gap.cause());
        toldNanos.put(gap.cause(), nowNanos);
        due.add(gap.endsAt(publishTime));
      }
    }
    return due;
  }

  /** Takes all gaps, since no notification follows. */
  List<NotificationGap> takeAll() {
    List<NotificationGap> all = List.copyOf(pending.values());
    pending.clear();
    return all;
  }
}
