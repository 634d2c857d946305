package org.bactrian.localazure.servicebus.queue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reason of a dead letter, which the message carries as application properties.
 *
 * @param modified other properties that the receiver changed
 */
public record DeadLetterReason(
    Optional<String> reason, Optional<String> description, Map<String, ?> modified) {

  /** Name of the property that carries the reason. */
  public static final String REASON = "DeadLetterReason";

  /** Name of the property that carries the description. */
  public static final String DESCRIPTION = "DeadLetterErrorDescription";

  static final DeadLetterReason EXPIRED =
      of("TTLExpiredException", "The message expired and was dead lettered.");

  static DeadLetterReason undeliverable(int attempts) {
    return of(
        "MaxDeliveryCountExceeded",
        "Message could not be consumed after " + attempts + " delivery attempts.");
  }

  private static DeadLetterReason of(String reason, String description) {
    return new DeadLetterReason(Optional.of(reason), Optional.of(description), Map.of());
  }

  Map<String, Object> properties() {
    Map<String, Object> properties = new LinkedHashMap<>(modified);
    reason.ifPresent(text -> properties.put(REASON, text));
    description.ifPresent(text -> properties.put(DESCRIPTION, text));
    return properties;
  }
}
