package org.bactrian.opcua.session;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits that double from try to try, each shortened by chance by up to a quarter, so that many
 * clients of a server that comes back do not arrive at once.
 */
record Backoff(Duration min, Duration max, RandomGenerator random) {

  private static final int MOST_DOUBLINGS = 20;

  /**
   * The wait after a number of failed tries.
   *
   * @param attempts at least 1
   */
  Duration after(int attempts) {
    long doubled = min.toMillis() << Math.min(attempts - 1, MOST_DOUBLINGS);
    long wait = Math.min(doubled, max.toMillis());
    return Duration.ofMillis(wait - (long) (random.nextDouble() * wait / 4));
  }
}
