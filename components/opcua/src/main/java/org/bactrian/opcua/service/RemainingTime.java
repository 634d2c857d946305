package org.bactrian.opcua.service;

import java.time.Duration;

/** Time that a caller still waits for a result. Safe for use by several threads. */
@FunctionalInterface
public interface RemainingTime {

  /** Somebody waits for as long as it takes. */
  RemainingTime UNBOUNDED = longest -> longest;

  /**
   * The time until nobody waits any more.
   *
   * @param longest taken when it is shorter
   * @return at least a millisecond, so that what began too late fails at once
   */
  Duration orShorter(Duration longest);

  /** Somebody who waits from now on for {@code longest}; zero for as long as it takes. */
  static RemainingTime of(Duration longest) {
    if (longest.isZero()) {
      return UNBOUNDED;
    }
    long end = System.nanoTime() + longest.toNanos();
    return other -> {
      Duration left = Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
      return left.compareTo(other) < 0 ? left : other;
    };
  }
}
