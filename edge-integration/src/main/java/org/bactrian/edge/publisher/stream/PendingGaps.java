package org.bactrian.edge.publisher.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bactrian.opcua.subscription.GapCause;
import org.bactrian.opcua.subscription.NotificationGap;

/**
 * Gaps of a subscription that are told when its next notification ends them, so that both of their
 * times are the server's. Gaps of one cause within ten seconds become one: a node that is sampled
 * too often overflows at each notification. They are kept in a store from when they were noticed
 * until they were told. Thread-safe.
 */
final class PendingGaps {

  private static final Duration BETWEEN = Duration.ofSeconds(10);

  /** Causes of a subscription. */
  private static final Set<GapCause> CAUSES =
      Set.of(GapCause.RECREATED, GapCause.SEQUENCE, GapCause.OVERFLOW);

  private final StoredGaps store;
  private final String group;
  private final String writer;
  private final Map<GapCause, UntoldGap> pending = new EnumMap<>(GapCause.class);
  private final Map<GapCause, Long> takenNanos = new EnumMap<>(GapCause.class);

  /** Gaps of a writer, which begin with those that a former process left. */
  PendingGaps(StoredGaps store, String group, String writer) {
    this.store = store;
    this.group = group;
    this.writer = writer;
    store.take(group, writer, CAUSES).forEach(one -> pending.put(one.gap().cause(), one));
  }

  synchronized void add(NotificationGap gap) {
    UntoldGap before = pending.get(gap.cause());
    // Stored once, since the next notification says when the gap has ended.
    pending.put(
        gap.cause(),
        before == null
            ? store.save(group, writer, gap)
            : before.with(
                new NotificationGap(gap.cause(), gap.detail(), before.gap().since(), gap.until())));
  }

  /**
   * Takes the gaps that are to be told, each of which is followed by {@link #told}.
   *
   * @param publishTime time of the notification that ends them
   * @param nowNanos time of {@link System#nanoTime}
   */
  synchronized List<UntoldGap> take(Instant publishTime, long nowNanos) {
    if (pending.isEmpty()) {
      return List.of();
    }
    List<UntoldGap> due = new ArrayList<>();
    for (UntoldGap untold : List.copyOf(pending.values())) {
      GapCause cause = untold.gap().cause();
      Long taken = takenNanos.get(cause);
      if (taken == null || nowNanos - taken >= BETWEEN.toNanos()) {
        takenNanos.put(cause, nowNanos);
        pending.remove(cause);
        due.add(untold.with(untold.gap().endsAt(publishTime)));
      }
    }
    return due;
  }

  /** Takes all gaps, since no notification follows. */
  synchronized List<UntoldGap> takeAll() {
    List<UntoldGap> all = List.copyOf(pending.values());
    pending.clear();
    return all;
  }

  /** Forgets a gap whose message is in the outbox. */
  void told(UntoldGap gap) {
    store.remove(gap);
  }
}
