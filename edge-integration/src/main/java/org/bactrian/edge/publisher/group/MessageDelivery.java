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
 * @param folder folder below that of a sink of files, empty for that itself
 */
public record MessageDelivery(
    String topic,
    DeliveryGuarantee guarantee,
    boolean retained,
    Duration timeToLive,
    String folder) {

  /** Delivery to the folder of the sink, where that writes files. */
  public MessageDelivery(
      String topic, DeliveryGuarantee guarantee, boolean retained, Duration timeToLive) {
    this(topic, guarantee, retained, timeToLive, "");
  }

  public MessageDelivery {
    SettingRange.notNegative("timeToLive", timeToLive);
  }

  /** Delivery to a topic, at least once. */
  public static MessageDelivery to(String topic) {
    return new MessageDelivery(topic, DeliveryGuarantee.AT_LEAST_ONCE, false, Duration.ZERO);
  }
}
