package org.bactrian.edge.outbox;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Stored messages of an outbox in their order. Those behind a refused message wait until it has
 * arrived, but for those that were in flight. After some attempts the next message is tried, too:
 * if that one arrives, the refused one is at fault itself, and the others go on without it. Not
 * thread-safe.
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

  /** Returns whether a refused message waits for its next attempt. */
  boolean hasRefused() {
    return waiting > 0;
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
        return free && !policy.inOrder() && delivery.takeProbe(ATTEMPTS_BEFORE_PROBE)
            ? probe(delivery)
            : Optional.empty();
      }
    }
    return refused.size() >= MOST_OVERTAKEN ? Optional.empty() : first();
  }

  /** Begins to send the next message behind one that is refused. */
  private Optional<OutboxDelivery> probe(OutboxDelivery head) {
    for (OutboxDelivery delivery : refused.tailMap(head.place(), false).values()) {
      if (!delivery.isOvertaken()) {
        return delivery.isInFlight() ? Optional.empty() : Optional.of(again(delivery));
      }
    }
    return first();
  }

  private Optional<OutboxDelivery> first() {
    return Optional.ofNullable(unsent.poll())
        .map(entry -> begin(new OutboxDelivery(entry, ++lastPlace)));
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
    refused.tailMap(delivery.place()).values().stream()
        .filter(later -> !later.isOvertaken())
        .forEach(later -> later.hurry(nowNanos));
  }

  /** A message is not in flight any more, and nothing is to be learnt from that. */
  void forgotten(OutboxDelivery delivery) {
    inFlight--;
    delivery.end();
    refused.remove(delivery.place());
  }

  /** A message is not in flight any more, and is tried again at a time. */
  void refused(OutboxDelivery delivery, long notBeforeNanos) {
    inFlight--;
    waiting++;
    delivery.refused(++steps, notBeforeNanos);
    refused.put(delivery.place(), delivery);
  }

  /** Takes out the messages that were added before a time, but for those in flight. */
  List<OutboxEntry> removeBefore(Instant time) {
    List<OutboxEntry> old = new ArrayList<>();
    List<OutboxDelivery> tried =
        refused.values().stream()
            .filter(delivery -> !delivery.isInFlight())
            .filter(delivery -> delivery.entry().added().isBefore(time))
            .toList();
    for (OutboxDelivery delivery : tried) {
      refused.remove(delivery.place());
      waiting--;
      old.add(delivery.entry());
    }
    while (!unsent.isEmpty() && unsent.peek().added().isBefore(time)) {
      old.add(unsent.remove());
    }
    return old;
  }

  /** Lets all that was refused be sent now. */
  void hurry(long nowNanos) {
    refused.values().forEach(delivery -> delivery.hurry(nowNanos));
  }
}
