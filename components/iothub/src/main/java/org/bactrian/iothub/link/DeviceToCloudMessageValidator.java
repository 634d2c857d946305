package org.bactrian.iothub.link;

import java.util.Map;

/**
 * Validates a message against the limits of IoT Hub before it could block others or end a
 * connection.
 */
final class DeviceToCloudMessageValidator {

  /** MQTT carries all properties in the topic, which holds 65,535 bytes once encoded. */
  private static final int MAX_PROPERTY_CHARACTERS = 16 * 1024;

  private DeviceToCloudMessageValidator() {}

  static void check(DeviceToCloudMessage message) throws MessageRejectedException {
    if (message.body().length == 0) {
      throw new MessageRejectedException(
          "A message without a body cannot be sent over MQTT. Give it one, for instance {}.");
    }
    if (message.messageId().isEmpty() || message.messageId().length() > 128) {
      throw new MessageRejectedException(
          "A message id has 1 to 128 characters, this one has "
              + message.messageId().length()
              + ".");
    }
    if (message.size() > DeviceToCloudMessage.MAX_SIZE) {
      throw new MessageRejectedException(
          ("The message has %s bytes with its properties, IoT Hub takes %s. Add less to it"
                  + " in the route, or send less at a time with a smaller maximum message size.")
              .formatted(message.size(), DeviceToCloudMessage.MAX_SIZE));
    }
    int properties = 0;
    for (Map.Entry<String, String> property : message.properties().entrySet()) {
      properties += property.getKey().length() + property.getValue().length();
      if (property.getKey().isEmpty()) {
        throw new MessageRejectedException("A property has no name. Name it, or leave it out.");
      }
    }
    if (properties > MAX_PROPERTY_CHARACTERS) {
      throw new MessageRejectedException(
          ("The properties have %s characters, more than %s do not fit. Move them into the"
                  + " body.")
              .formatted(properties, MAX_PROPERTY_CHARACTERS));
    }
  }
}
