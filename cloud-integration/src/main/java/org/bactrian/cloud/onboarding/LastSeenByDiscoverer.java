package org.bactrian.cloud.onboarding;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bactrian.cloud.storage.SqlTime;

/**
 * Last observations of an application or endpoint, one of each discoverer. It depends on their runs
 * alone, in whatever order these were taken.
 *
 * @param sightings one of each discoverer that ever saw it
 */
record LastSeenByDiscoverer<T>(List<Sighting<T>> sightings) {

  /** Stands for a time that has not come. */
  static final long NEVER = Long.MAX_VALUE;

  /**
   * Observation by one discoverer.
   *
   * @param firstSeen when it saw it first
   * @param missedAt when it looked for the first time since and did not see it, or {@link #NEVER}
   * @param last what it was like when it was seen last
   */
  record Sighting<T>(String discovererId, long firstSeen, long missedAt, T last) {

    boolean isCurrent() {
      return missedAt == NEVER;
    }
  }

  LastSeenByDiscoverer {
    sightings = List.copyOf(sightings);
  }

  /**
   * The sighting that counts: of those who see it now, the one who saw it first, so that two
   * discoverers that reach the same server do not take it from each other at every run.
   */
  Optional<Sighting<T>> current() {
    return sightings.stream()
        .filter(Sighting::isCurrent)
        .min(
            Comparator.<Sighting<T>>comparingLong(Sighting::firstSeen)
                .thenComparing(Sighting::discovererId));
  }

  /** The sighting that counts, else the one that counted last; empty when nobody ever saw it. */
  Optional<Sighting<T>> latest() {
    return current()
        .or(
            () ->
                sightings.stream()
                    .max(
                        Comparator.<Sighting<T>>comparingLong(Sighting::missedAt)
                            .thenComparing(
                                Comparator.<Sighting<T>>comparingLong(Sighting::firstSeen)
                                    .reversed())));
  }

  /** Returns when it was missed first; empty when someone sees it, or nobody ever did. */
  Optional<Instant> missedSince() {
    return latest().filter(one -> !one.isCurrent()).map(one -> SqlTime.instant(one.missedAt()));
  }

  /** Returns whether a discoverer ever saw it. */
  boolean isKnownTo(String discovererId) {
    return sightings.stream().anyMatch(one -> one.discovererId().equals(discovererId));
  }
}
