package org.bactrian.edge.orchestration;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Times of heartbeats and of the leases that their answers bring. A lease counts from the sending
 * of the heartbeat that it answers, so that it ends here before it ends in the cloud. Not
 * thread-safe.
 */
final class LeaseTimer {

  private static final int KEPT = 64;

  private final LongSupplier nanos;
  private final Map<Long, Long> sent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
          return size() > KEPT;
        }
      };
  private long last;
  private long answered;
  private long end;
  private boolean valid;

  /**
   * @param nanos time that only grows, in nanoseconds
   */
  LeaseTimer(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Notes that a heartbeat is about to be sent and returns its number. */
  long next() {
    last++;
    sent.put(last, nanos.getAsLong());
    return last;
  }

  /**
   * Returns whether a heartbeat is to be sent: after each interval, and after a quarter of it while
   * the last one is not answered and a lease is about to end for that.
   */
  boolean isDue(Duration interval) {
    Long before = sent.get(last);
    if (before == null) {
      return true;
    }
    long since = nanos.getAsLong() - before;
    boolean unanswered = answered < last && isValid();
    return since >= (unanswered ? interval.toNanos() / 4 : interval.toNanos());
  }

  /**
   * Prolongs the leases.
   *
   * @param heartbeat number of the heartbeat that is answered
   * @param validity time from its sending
   * @return false when that time has passed, or there was no such heartbeat
   */
  boolean answer(long heartbeat, Duration validity) {
    Long from = sent.get(heartbeat);
    if (from == null || nanos.getAsLong() - from >= validity.toNanos()) {
      return false;
    }
    answered = Math.max(answered, heartbeat);
    long until = from + validity.toNanos();
    if (!valid || until - end > 0) {
      end = until;
    }
    valid = true;
    return true;
  }

  /** Returns whether leases hold now. */
  boolean isValid() {
    return valid && nanos.getAsLong() - end < 0;
  }

  /** Ends the leases. */
  void end() {
    valid = false;
  }

  /** Time since the last heartbeat that was answered; empty when none was. */
  OptionalLong nanosSinceAnswer() {
    Long from = sent.get(answered);
    return from == null ? OptionalLong.empty() : OptionalLong.of(nanos.getAsLong() - from);
  }
}
