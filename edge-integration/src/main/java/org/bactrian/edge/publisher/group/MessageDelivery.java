package org.bactrian.edge.publisher.group;

import java.time.Duration;
import org.bactrian.model.setting.SettingRange;

/**
 * Delivery of messages, as far as their transport has a place for it.
 *
 * @param topic topic, empty for the sink's default
 * @param guarantee guarantee of delivery
 * @param retained whether a broker keeps the last message of the topic
 * @param timeToLive time for which a broker keeps a message; zero for no limit
 */
public record MessageDelivery(
    String topic, DeliveryGuarantee guarantee, boolean retained, Duration timeToLive) {

  public MessageDelivery {
    SettingRange.notNegative("timeToLive", timeToLive);
  }

  /** Delivery to a topic, at least once. */
  public static MessageDelivery to(String topic) {
    return new MessageDelivery(topic, DeliveryGuarantee.AT_LEAST_ONCE, false, Duration.ZERO);
  }
}
