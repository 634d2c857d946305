package org.bactrian.iothub.link;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/**
 * One device-to-cloud message. The body is not copied: do not change it after it was handed over.
 *
 * @param body the payload, not empty
 * @param messageId id that stays the same however often the message is sent, not empty
 * @param contentType media type of the body, or empty
 * @param contentEncoding encoding of the body's text, or empty
 * @param outputName output of an IoT Edge module, or empty
 * @param componentName component of the device's digital twin model, or empty
 * @param properties application properties
 */
public record DeviceToCloudMessage(
    byte[] body,
    String messageId,
    String contentType,
    String contentEncoding,
    String outputName,
    String componentName,
    Map<String, String> properties) {

  /**
   * Largest message that IoT Hub takes, body and properties together: 256 KB. <a
   * href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-messages-construct">Counted</a>
   * are the bytes of the body, of the values of system properties, and of the names and values of
   * application properties.
   */
  public static final int MAX_SIZE = 256 * 1024;

  public DeviceToCloudMessage {
    Objects.requireNonNull(body, "body");
    properties = Map.copyOf(properties);
  }

  /** Returns the size that IoT Hub counts, in bytes. */
  public int size() {
    int size =
        body.length
            + bytes(messageId)
            + bytes(contentType)
            + bytes(contentEncoding)
            + bytes(outputName)
            + bytes(componentName);
    for (Map.Entry<String, String> property : properties.entrySet()) {
      size += bytes(property.getKey()) + bytes(property.getValue());
    }
    return size;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
