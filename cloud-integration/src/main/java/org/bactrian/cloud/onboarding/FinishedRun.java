package org.bactrian.cloud.onboarding;

import java.util.Optional;
import java.util.Set;
import org.bactrian.model.discovery.DiscoveryResult;

/**
 * A run whose messages have all come, or of which no more are waited for.
 *
 * @param key discoverer and time
 * @param result how it ended; empty when the message that tells it did not come
 * @param full whether it tells that what it has not seen is not there, which a run never does that
 *     lacks messages
 * @param seen applications that it saw
 */
record FinishedRun(RunKey key, Optional<DiscoveryResult> result, boolean full, Set<String> seen) {

  /** Returns whether it would have seen something that was there. */
  boolean lookedAt(EndpointAddresses what) {
    return full && result.flatMap(ScanScope::of).map(scope -> scope.covers(what)).orElse(true);
  }
}
