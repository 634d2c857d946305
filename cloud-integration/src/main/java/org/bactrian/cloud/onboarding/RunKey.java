package org.bactrian.cloud.onboarding;

import java.time.Instant;

/**
 * A run of a discoverer.
 *
 * @param discovererId id of device and module
 * @param runAt time of the run, in nanoseconds since 1970
 */
public record RunKey(String discovererId, long runAt) {

  private static final long NANOS = 1_000_000_000L;

  static RunKey of(String discovererId, Instant time) {
    return new RunKey(
        discovererId,
        Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS), time.getNano()));
  }

  Instant time() {
    return timeOf(runAt);
  }

  static Instant timeOf(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
  }
}
