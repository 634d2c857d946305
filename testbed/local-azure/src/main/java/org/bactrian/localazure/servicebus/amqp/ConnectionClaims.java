package org.bactrian.localazure.servicebus.amqp;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.bactrian.localazure.servicebus.entity.EntityPath;
import org.bactrian.localazure.servicebus.fault.BusFault;
import org.bactrian.localazure.servicebus.fault.BusFaultException;

/**
 * Entities that a connection has proved its right to, each with its expiry. Belongs to the event
 * loop.
 */
final class ConnectionClaims {

  private final Clock clock;
  private final Map<EntityPath, Instant> ends = new HashMap<>();
  private Instant everythingUntil = Instant.MIN;

  ConnectionClaims(Clock clock) {
    this.clock = clock;
  }

  void allow(EntityPath path, Instant end) {
    ends.put(path, end);
  }

  void allowEverything() {
    allowEverything(Instant.MAX);
  }

  void allowEverything(Instant end) {
    everythingUntil = end;
  }

  boolean allows(EntityPath path) {
    Instant now = clock.instant();
    return everythingUntil.isAfter(now)
        || ends.entrySet().stream()
            .anyMatch(claim -> claim.getValue().isAfter(now) && path.isUnder(claim.getKey()));
  }

  void require(EntityPath path) {
    if (!allows(path)) {
      throw new BusFaultException(
          BusFault.UNAUTHORIZED,
          "Unauthorized access to "
              + path
              + ": no valid signature for it was put on $cbs. Use the serviceBusConnectionString of"
              + " local-azure.json.");
    }
  }
}
