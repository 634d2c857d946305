package org.bactrian.cloud.storage;

import java.time.Instant;

/** Times as columns hold them: nanoseconds since 1970-01-01 UTC. */
public final class SqlTime {

  private static final long NANOS = 1_000_000_000L;

  private SqlTime() {}

  /** Converts a time to a column's value. */
  public static long of(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS), time.getNano());
  }

  /** Converts a column's value to a time. */
  public static Instant instant(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
  }
}
