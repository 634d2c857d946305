package org.bactrian.localazure.hub.throttle;

/** Token bucket: so many at once after a pause, and so many a second for long. Not thread-safe. */
public final class TokenBucket {

  private static final double NANOS_PER_SECOND = 1e9;

  private final double perSecond;
  private final double burst;
  private double left;
  private long at;

  private TokenBucket(double perSecond, double burst, long at) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.left = burst;
    this.at = at;
  }

  /**
   * Makes a bucket that nothing was taken from.
   *
   * @param perSecond tokens that come in a second
   * @param burst most tokens that it holds, at least 1
   * @param nanos time that only grows, in nanoseconds
   */
  public static TokenBucket full(double perSecond, int burst, long nanos) {
    return new TokenBucket(perSecond, burst, nanos);
  }

  /**
   * Takes a token.
   *
   * @param nanos time that only grows, in nanoseconds
   * @return whether there was one
   */
  public boolean take(long nanos) {
    left = Math.min(burst, left + (nanos - at) / NANOS_PER_SECOND * perSecond);
    at = nanos;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
