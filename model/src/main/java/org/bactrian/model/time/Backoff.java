package org.bactrian.model.time;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waits between attempts: doubling from the first wait to the longest, each shortened by chance by
 * up to a quarter, so that many who failed together do not come back at once.
 *
 * @param first wait after the first failure, positive
 * @param longest wait that no other exceeds, not shorter than the first
 */
public record Backoff(Duration first, Duration longest) {

  private static final int MOST_DOUBLINGS = 20;

  public Backoff {
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "A back-off needs a positive first wait and a longest not below it, was %s to %s"
              .formatted(first, longest));
    }
  }

  /** Returns when attempts come, for a log: {@code every 30 s}. */
  public String text() {
    return first.equals(longest)
        ? "every %d s".formatted(first.toSeconds())
        : "after %d s, then at longer intervals up to %d s"
            .formatted(first.toSeconds(), longest.toSeconds());
  }

  /**
   * Returns the wait after this many failures in a row.
   *
   * @param failures at least 1
   */
  public Duration after(int failures) {
    long millis = inStep(failures).toMillis();
    return Duration.ofMillis(millis - ThreadLocalRandom.current().nextLong(millis / 4 + 1));
  }

  /**
   * Returns the same wait without chance, for those that are to come back together.
   *
   * @param failures at least 1
   */
  public Duration inStep(int failures) {
    long doubled = first.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS);
    return Duration.ofMillis(Math.min(doubled, longest.toMillis()));
  }
}
