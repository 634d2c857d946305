package org.bactrian.cloud.onboarding;

import java.time.Instant;
import org.bactrian.cloud.storage.SqlTime;

/**
 * A run of a discoverer.
 *
 * @param discovererId id of device and module
 * @param runAt time of the run, in nanoseconds since 1970
 */
public record RunKey(String discovererId, long runAt) {

  static RunKey of(String discovererId, Instant time) {
    return new RunKey(discovererId, SqlTime.of(time));
  }

  Instant time() {
    return SqlTime.instant(runAt);
  }
}
