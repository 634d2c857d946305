package org.bactrian.bench.publish;

import java.util.Arrays;

/** Numbers of values by whole milliseconds. Not thread-safe. */
final class LatencyHistogram {

  /** Longer ones count as this. */
  static final int LONGEST_MILLIS = 60_000;

  private final long[] values = new long[LONGEST_MILLIS + 1];
  private long total;

  /** Adds a value; one from the future, by a clock that was set back, counts as zero. */
  void add(long millis) {
    values[(int) Math.max(0, Math.min(millis, LONGEST_MILLIS))]++;
    total++;
  }

  /** Milliseconds that this share of all values did not exceed, 0 when there are none. */
  int quantile(double share) {
    long rank = Math.max(1, (long) Math.ceil(share * total));
    long passed = 0;
    for (int millis = 0; millis < values.length; millis++) {
      passed += values[millis];
      if (passed >= rank) {
        return millis;
      }
    }
    return 0;
  }

  void clear() {
    Arrays.fill(values, 0);
    total = 0;
  }
}
