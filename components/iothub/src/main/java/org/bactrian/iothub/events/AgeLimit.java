package org.bactrian.iothub.events;

import java.time.Instant;

/**
 * Age from which on messages are passed over.
 *
 * @param millis the age, 0 for no limit
 */
record AgeLimit(long millis) {

  boolean allows(HubMessage message) {
    return millis == 0 || message.enqueued().isAfter(Instant.now().minusMillis(millis));
  }
}
