package org.bactrian.bench;

import java.util.Arrays;

/** How long each of many reads took. */
final class Latencies {

  private final long[] sorted;
  private final double seconds;

  /**
   * @param nanos one entry a read, at least one
   * @param seconds how long they took together
   */
  Latencies(long[] nanos, double seconds) {
    if (nanos.length == 0) {
      throw new IllegalArgumentException("Nothing was read.");
    }
    this.sorted = nanos.clone();
    Arrays.sort(sorted);
    this.seconds = seconds;
  }

  /** The same of two runs. */
  Latencies and(Latencies other) {
    long[] both = Arrays.copyOf(sorted, sorted.length + other.sorted.length);
    System.arraycopy(other.sorted, 0, both, sorted.length, other.sorted.length);
    return new Latencies(both, seconds + other.seconds);
  }

  /** Milliseconds that this share of all reads did not exceed, such as 0.99 of them. */
  double millis(double share) {
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(rank, 1) - 1] / 1e6;
  }

  double perSecond() {
    return sorted.length / seconds;
  }
}
