package org.bactrian.opcua.subscription;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.time.Duration;
import java.util.OptionalLong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;

/**
 * Intervals and counts that a subscription is asked for with (Part 4, 5.14.2).
 *
 * @param interval publishing interval in milliseconds
 * @param lifetime publishing intervals without a request until the server deletes it
 * @param keepAlive publishing intervals without data until the server says that it lives
 */
record LifetimeCounts(double interval, UInteger lifetime, UInteger keepAlive) {

  /** Keep-alive interval where the caller leaves it open. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

  /** With a count of 1, Milo's server never says that it lives. */
  private static final long FEWEST_KEEP_ALIVES = 2;

  private static final double MUCH = 1.5;

  static LifetimeCounts of(SubscriptionSettings settings) {
    double interval = settings.publishingInterval().toNanos() / 1e6;
    double counted = counted(interval);
    long keepAlive =
        settings.keepAliveCount() > 0
            ? Math.max(FEWEST_KEEP_ALIVES, settings.keepAliveCount())
            : Math.max(FEWEST_KEEP_ALIVES, (long) Math.ceil(KEEP_ALIVE.toMillis() / counted));
    long lifetime =
        Math.max(3 * keepAlive, (long) Math.ceil(settings.lifetime().toMillis() / counted));
    return new LifetimeCounts(interval, bounded(lifetime), bounded(keepAlive));
  }

  /**
   * Returns seconds for which the server keeps a subscription that nobody asks for, when that is
   * much less than was asked for.
   */
  OptionalLong shorterLife(double revisedInterval, UInteger revisedLifetime) {
    double wanted = counted(interval) * lifetime.longValue();
    double granted = revisedInterval * revisedLifetime.longValue();
    return granted * MUCH < wanted ? OptionalLong.of((long) granted / 1_000) : OptionalLong.empty();
  }

  private static UInteger bounded(long count) {
    return uint(Math.min(count, Integer.MAX_VALUE));
  }

  /** An interval of nothing counts as the shortest one. */
  private static double counted(double interval) {
    return Math.max(interval, 1);
  }

  /** Returns whether the server's interval is not what was asked for. */
  boolean differsMuchFrom(double revised) {
    double counted = counted(interval);
    return revised > counted * MUCH || revised < counted / MUCH;
  }
}
