package org.bactrian.edge.outbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Stored messages of an outbox in their order. Those behind a refused message wait until it has
 * arrived, but for those that were in flight. After some attempts a message behind it is tried,
 * each time another one: if that arrives, those before it are at fault themselves, and the others
 * go on without them. Not thread-safe.
 */
final class OutboxQueue {

  /** Messages that may be refused while others arrive. */
  private static final int MOST_OVERTAKEN = 1_000;

  private static final int ATTEMPTS_BEFORE_PROBE = 5;

  private final Deque<OutboxEntry> unsent = new ArrayDeque<>();

  /** Messages that were refused and have not arrived, by their places. */
  private final TreeMap<Long, OutboxDelivery> refused = new TreeMap<>();

  private long lastPlace;
  private long steps;
  private int inFlight;
  private int waiting;

  void add(List<OutboxEntry> entries) {
    unsent.addAll(entries);
  }

  int size() {
    return unsent.size() + waiting + inFlight;
  }

  /** Returns whether a message was refused and has not arrived. */
  boolean hasRefused() {
    return !refused.isEmpty();
  }

  /** Returns whether no message can leave for the first time, since so many are refused. */
  boolean isCrowded() {
    return refused.size() >= MOST_OVERTAKEN;
  }

  /** Takes the next message out that may be sent now; it is in flight then. */
  Optional<OutboxDelivery> poll(OutboxPolicy policy, long nowNanos) {
    if (inFlight >= policy.limits().maxInFlight()) {
      return Optional.empty();
    }
    for (OutboxDelivery delivery : refused.values()) {
      boolean free = !delivery.isInFlight();
      if (free && delivery.isDue(nowNanos)) {
        return Optional.of(again(delivery));
      }
      if (!delivery.isOvertaken()) {
        return free && !policy.inOrder() && delivery.wantsProbe(ATTEMPTS_BEFORE_PROBE)
            ? probe(delivery)
            : Optional.empty();
      }
    }
    return first();
  }

  /** Begins to send a message behind one that is refused. */
  private Optional<OutboxDelivery> probe(OutboxDelivery head) {
    Optional<OutboxDelivery> probe =
        refused.tailMap(head.probedPlace(), false).values().stream()
            .filter(delivery -> !delivery.isInFlight())
            .findFirst()
            .map(this::again)
            .or(this::first);
    probe.ifPresent(
        delivery -> {
          delivery.setProbe();
          head.probed(delivery);
        });
    return probe;
  }

  private Optional<OutboxDelivery> first() {
    return unsent.isEmpty() || isCrowded()
        ? Optional.empty()
        : Optional.of(begin(new OutboxDelivery(unsent.remove(), ++lastPlace)));
  }

  private OutboxDelivery again(OutboxDelivery delivery) {
    waiting--;
    return begin(delivery);
  }

  private OutboxDelivery begin(OutboxDelivery delivery) {
    inFlight++;
    delivery.begin(++steps);
    return delivery;
  }

  /** Time until a refused message may be sent; empty while none waits for its time alone. */
  OptionalLong nanosToNext(OutboxPolicy policy, long nowNanos) {
    if (inFlight >= policy.limits().maxInFlight()) {
      return OptionalLong.empty();
    }
    OptionalLong soonest = OptionalLong.empty();
    for (OutboxDelivery delivery : refused.values()) {
      if (!delivery.isInFlight()) {
        long nanos = Math.max(1, delivery.notBeforeNanos() - nowNanos);
        soonest = OptionalLong.of(Math.min(nanos, soonest.orElse(nanos)));
      }
      if (!delivery.isOvertaken()) {
        break;
      }
    }
    return soonest;
  }

  /** A message arrived, and so may those behind it that are refused. */
  void arrived(OutboxDelivery delivery, long nowNanos) {
    forgotten(delivery);
    refused
        .headMap(delivery.place())
        .values()
        .forEach(earlier -> earlier.overtakenBy(delivery, nowNanos));
    if (delivery.isNews()) {
      refused.tailMap(delivery.place()).values().stream()
          .filter(later -> !later.isOvertaken())
          .forEach(later -> later.hurry(nowNanos));
    }
  }

  /** A message is not in flight any more, and nothing is to be learnt from that. */
  void forgotten(OutboxDelivery delivery) {
    inFlight--;
    refused.remove(delivery.place());
  }

  /** A message is not in flight any more, and is tried again at a time. */
  void refused(OutboxDelivery delivery, long notBeforeNanos) {
    inFlight--;
    waiting++;
    delivery.refused(++steps, notBeforeNanos);
    refused.put(delivery.place(), delivery);
  }

  /**
   * Takes out the messages that were added before a time, but for those in flight.
   *
   * @param nanos time of {@link System#nanoTime}
   * @param most largest number of them
   */
  List<OutboxEntry> removeBefore(long nanos, int most) {
    List<OutboxEntry> old = new ArrayList<>();
    List<OutboxDelivery> tried =
        refused.values().stream()
            .filter(delivery -> !delivery.isInFlight())
            .filter(delivery -> delivery.entry().addedNanos() - nanos < 0)
            .limit(most)
            .toList();
    for (OutboxDelivery delivery : tried) {
      refused.remove(delivery.place());
      waiting--;
      old.add(delivery.entry());
    }
    while (old.size() < most && !unsent.isEmpty() && unsent.peek().addedNanos() - nanos < 0) {
      old.add(unsent.remove());
    }
    return old;
  }

  /** Lets all that was refused be sent now. */
  void hurry(long nowNanos) {
    refused.values().forEach(delivery -> delivery.hurry(nowNanos));
  }
}
