package org.bactrian.bench;

import java.util.Arrays;

/** Cost of many requests. */
final class Measurement {

  private final long[] sorted;
  private final double seconds;
  private final long cpuNanos;

  /**
   * @param nanos one entry a request, at least one
   * @param seconds how long they took together
   * @param cpuNanos CPU time that they cost
   */
  Measurement(long[] nanos, double seconds, long cpuNanos) {
    if (nanos.length == 0) {
      throw new IllegalArgumentException("Nothing was measured.");
    }
    this.sorted = nanos.clone();
    Arrays.sort(sorted);
    this.seconds = seconds;
    this.cpuNanos = cpuNanos;
  }

  /** The same of two runs. */
  Measurement and(Measurement other) {
    long[] both = Arrays.copyOf(sorted, sorted.length + other.sorted.length);
    System.arraycopy(other.sorted, 0, both, sorted.length, other.sorted.length);
    return new Measurement(both, seconds + other.seconds, cpuNanos + other.cpuNanos);
  }

  /** Milliseconds that this share of all requests did not exceed, such as 0.99 of them. */
  double millis(double share) {
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(rank, 1) - 1] / 1e6;
  }

  double perSecond() {
    return sorted.length / seconds;
  }

  /** Milliseconds of CPU time of one request. */
  double cpuMillis() {
    return cpuNanos / 1e6 / sorted.length;
  }
}
