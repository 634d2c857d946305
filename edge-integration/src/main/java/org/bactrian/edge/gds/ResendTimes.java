package org.bactrian.edge.gds;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Times at which messages are sent again. A message that the cloud has said nothing about may have
 * been lost on the way; one that it knows is asked for now and then, should the answer get lost.
 */
final class ResendTimes {

  /** Time after which the cloud is asked again about a request that it knows. */
  private static final Duration KNOWN = Duration.ofMinutes(10);

  /** Time until a message is tried again that could not be sent. */
  private static final Duration UNSENT = Duration.ofSeconds(5);

  private final Duration retry;
  private final Map<UUID, Instant> next = new HashMap<>();

  /**
   * @param retry time after which a message is sent again that the cloud has said nothing about
   */
  ResendTimes(Duration retry) {
    this.retry = retry;
  }

  boolean isDue(UUID id, Instant now) {
    Instant time = next.get(id);
    return time == null || !time.isAfter(now);
  }

  void sent(UUID id, boolean known, boolean successfully, Instant now) {
    next.put(id, now.plus(successfully ? known ? KNOWN : retry : UNSENT));
  }

  void acknowledged(UUID id, Instant now) {
    next.computeIfPresent(id, (same, time) -> now.plus(KNOWN));
  }

  void forget(UUID id) {
    next.remove(id);
  }
}
