package org.bactrian.edge.publisher.stream;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.bactrian.edge.outbox.ExpiredMessage;
import org.bactrian.edge.publisher.message.GapMessage;
import org.bactrian.model.telemetry.TelemetryHeaders;
import org.bactrian.opcua.subscription.GapCause;
import org.bactrian.opcua.subscription.NotificationGap;
import org.jspecify.annotations.Nullable;

/**
 * Gaps of the DataSetWriters of a WriterGroup whose messages became too old in the outbox. They are
 * told when messages arrive again, since a message that told of them before would become too old
 * too. They are kept in a store until then. Thread-safe.
 */
final class ExpiredGaps {

  private static final Duration BETWEEN = Duration.ofSeconds(10);

  private final StoredGaps store;
  private final String group;
  private final Map<String, UntoldGap> pending = new HashMap<>();
  private long acknowledged;
  private long toldNanos = System.nanoTime() - BETWEEN.toNanos();

  /**
   * @param group id of the group
   */
  ExpiredGaps(StoredGaps store, String group) {
    this.store = store;
    this.group = group;
  }

  /** Goes on with what a former process left of a writer. */
  synchronized void resume(String writer) {
    store
        .take(group, writer, EnumSet.of(GapCause.EXPIRED))
        .forEach(gap -> pending.merge(writer, gap, UntoldGap::joinedWith));
  }

  /**
   * Takes over messages that are about to be given up.
   *
   * @param writers all writers of the group, for messages of which it is not known whose they are
   * @param interval longest time between a value and its message
   * @param arrived messages of the group that have arrived until now
   */
  synchronized void add(
      List<ExpiredMessage> messages, Collection<String> writers, Duration interval, long arrived) {
    acknowledged = arrived;
    Map<String, NotificationGap> added = new HashMap<>();
    for (ExpiredMessage message : messages) {
      if (isMissed(message)) {
        NotificationGap gap =
            new NotificationGap(
                GapCause.EXPIRED,
                "Messages waited longer in the outbox than their age limit (--outbox-age).",
                message.added().minus(interval),
                message.added());
        for (String writer : writersOf(message, writers)) {
          added.merge(writer, gap, UntoldGap::span);
        }
      }
    }
    added.forEach(
        (writer, gap) -> pending.compute(writer, (name, before) -> kept(name, before, gap)));
  }

  private UntoldGap kept(String writer, @Nullable UntoldGap before, NotificationGap gap) {
    if (before == null) {
      return store.save(group, writer, gap);
    }
    UntoldGap both = before.with(UntoldGap.span(before.gap(), gap));
    store.save(both);
    return both;
  }

  /** Returns whether the loss of a message is to be told: not of one that only describes. */
  private static boolean isMissed(ExpiredMessage message) {
    return message.values() > 0
        || GapMessage.MESSAGE_TYPE.equals(message.headers().get(TelemetryHeaders.MESSAGE_TYPE));
  }

  private static Collection<String> writersOf(ExpiredMessage message, Collection<String> all) {
    return message.headers().get(TelemetryHeaders.DATA_SET_WRITERS) instanceof List<?> names
        ? names.stream().map(String::valueOf).toList()
        : all;
  }

  synchronized boolean isEmpty() {
    return pending.isEmpty();
  }

  /**
   * Tells of the gaps if messages have arrived since the last one was added.
   *
   * @param arrived messages of the group that have arrived until now
   * @param receiver adds the message of a writer's gap to the outbox; false when it has no such
   *     writer, whose gap is kept then
   */
  synchronized void tell(
      long arrived, long nowNanos, BiPredicate<String, NotificationGap> receiver) {
    if (pending.isEmpty() || arrived <= acknowledged || nowNanos - toldNanos < BETWEEN.toNanos()) {
      return;
    }
    toldNanos = nowNanos;
    for (Map.Entry<String, UntoldGap> one : List.copyOf(pending.entrySet())) {
      if (receiver.test(one.getKey(), one.getValue().gap())) {
        store.remove(one.getValue());
        pending.remove(one.getKey());
      }
    }
  }
}
