package org.bactrian.edge.outbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Stored messages of an outbox by what is to be done with them: those that were never sent, those
 * that were refused and wait for their next try, and the number of those in flight. Not
 * thread-safe.
 */
final class OutboxQueue {

  private static final int MOST_REFUSED = 1_000;

  private final Deque<OutboxEntry> unsent = new ArrayDeque<>();
  private final List<RefusedEntry> refused = new ArrayList<>();
  private int inFlight;

  private record RefusedEntry(OutboxEntry entry, int attempts, long notBeforeNanos) {}

  /** A message that is tried for the {@code number}th time. */
  record Attempt(OutboxEntry entry, int number) {}

  void add(List<OutboxEntry> entries) {
    unsent.addAll(entries);
  }

  int size() {
    return unsent.size() + refused.size() + inFlight;
  }

  boolean hasRefused() {
    return !refused.isEmpty();
  }

  /** Takes the next message out that may be sent now; it is in flight then. */
  Optional<Attempt> poll(OutboxPolicy policy, long nowNanos) {
    if (inFlight >= policy.limits().maxInFlight()) {
      return Optional.empty();
    }
    for (int i = 0; i < refused.size(); i++) {
      RefusedEntry candidate = refused.get(i);
      if (candidate.notBeforeNanos() - nowNanos <= 0) {
        refused.remove(i);
        inFlight++;
        return Optional.of(new Attempt(candidate.entry(), candidate.attempts() + 1));
      }
    }
    if (unsent.isEmpty() || refused.size() >= mostRefused(policy)) {
      return Optional.empty();
    }
    inFlight++;
    return Optional.of(new Attempt(unsent.poll(), 1));
  }

  /** Others wait for that many, so that an outage does not try all there is, nor disorder it. */
  private static int mostRefused(OutboxPolicy policy) {
    return policy.inOrder() ? 1 : MOST_REFUSED;
  }

  /** Time until a refused message may be sent; empty while none waits for its time alone. */
  Optional<Long> nanosToNext(OutboxPolicy policy, long nowNanos) {
    if (refused.isEmpty() || inFlight >= policy.limits().maxInFlight()) {
      return Optional.empty();
    }
    long soonest = Long.MAX_VALUE;
    for (RefusedEntry waiting : refused) {
      soonest = Math.min(soonest, waiting.notBeforeNanos() - nowNanos);
    }
    return Optional.of(Math.max(soonest, 1));
  }

  /** A message is not in flight any more, and is forgotten. */
  void done() {
    inFlight--;
  }

  /** A message is not in flight any more, and is tried again at a time. */
  void refused(Attempt attempt, long notBeforeNanos) {
    inFlight--;
    refused.add(new RefusedEntry(attempt.entry(), attempt.number(), notBeforeNanos));
  }

  /** Lets all that was refused be sent now. */
  void hurry(long nowNanos) {
    refused.replaceAll(waiting -> new RefusedEntry(waiting.entry(), waiting.attempts(), nowNanos));
  }
}
