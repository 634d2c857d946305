package org.bactrian.cloud.publisher;

import java.time.Duration;

/**
 * Times of leases, which follow from the interval of a publisher's heartbeats. A job moves within
 * two heartbeats of the last one that came: its lease ends after 1.75 of them, so that one that is
 * lost and repeated after a quarter does no harm. The publisher ends its job after 1.6 of them,
 * counted from the sending, so that it has ended before another one begins.
 *
 * @param interval time between two heartbeats
 */
record LeaseTerms(Duration interval) {

  private static final Duration SHORTEST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** Keeps the interval within 200 ms and one minute. */
  LeaseTerms {
    if (interval.compareTo(SHORTEST) < 0) {
      interval = SHORTEST;
    } else if (interval.compareTo(LONGEST) > 0) {
      interval = LONGEST;
    }
  }

  /** Time from the arrival of a heartbeat to the end of the leases. */
  Duration untilEnd() {
    return interval.multipliedBy(7).dividedBy(4);
  }

  /** Time from the sending of a heartbeat for which the publisher goes on. */
  Duration validity() {
    return interval.multipliedBy(8).dividedBy(5);
  }
}
