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
  private final Map<GapCause, NotificationGap> pending = new EnumMap<>(GapCause.class);
  private final Map<GapCause, Long> takenNanos = new EnumMap<>(GapCause.class);

  /** Numbers of gaps that were taken and not told yet. */
  private final Map<GapCause, Integer> untold = new EnumMap<>(GapCause.class);

  /** Gaps of a writer, which begin with those that a former process left. */
  PendingGaps(StoredGaps store, String group, String writer) {
    this.store = store;
    this.group = group;
    this.writer = writer;
    store.take(group, writer, CAUSES).forEach(gap -> pending.put(gap.cause(), gap));
  }

  synchronized void add(NotificationGap gap) {
    NotificationGap before = pending.get(gap.cause());
    if (before == null) {
      pending.put(gap.cause(), gap);
      // Once is enough, since the next notification says when the gap has ended.
      store.save(group, writer, gap);
    } else {
      pending.put(
          gap.cause(), new NotificationGap(gap.cause(), gap.detail(), before.since(), gap.until()));
    }
  }

  /**
   * Takes the gaps that are to be told, each of which is followed by {@link #told}.
   *
   * @param publishTime time of the notification that ends them
   * @param nowNanos time of {@link System#nanoTime}
   */
  synchronized List<NotificationGap> take(Instant publishTime, long nowNanos) {
    if (pending.isEmpty()) {
      return List.of();
    }
    List<NotificationGap> due = new ArrayList<>();
    for (NotificationGap gap : List.copyOf(pending.values())) {
      Long taken = takenNanos.get(gap.cause());
      if (taken == null || nowNanos - taken >= BETWEEN.toNanos()) {
        takenNanos.put(gap.cause(), nowNanos);
        due.add(take(gap).endsAt(publishTime));
      }
    }
    return due;
  }

  /** Takes all gaps, since no notification follows. */
  synchronized List<NotificationGap> takeAll() {
    List<NotificationGap> all = List.copyOf(pending.values());
    all.forEach(this::take);
    return all;
  }

  private NotificationGap take(NotificationGap gap) {
    pending.remove(gap.cause());
    untold.merge(gap.cause(), 1, Integer::sum);
    return gap;
  }

  /** Notes that the message of a gap is in the outbox, behind which it is forgotten. */
  synchronized void told(GapCause cause) {
    boolean last = untold.merge(cause, -1, Integer::sum) == 0;
    if (last && !pending.containsKey(cause)) {
      store.remove(group, writer, cause);
    }
  }
}
