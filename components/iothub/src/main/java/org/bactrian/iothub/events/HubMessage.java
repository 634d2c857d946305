package org.bactrian.iothub.events;

import com.azure.core.amqp.models.AmqpMessageProperties;
import com.azure.messaging.eventhubs.EventData;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Device-to-cloud message in IoT Hub's built-in endpoint ("Read device-to-cloud messages from the
 * built-in endpoint",
 * https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-messages-read-builtin).
 *
 * @param deviceId device that sent it; empty where nobody says
 * @param moduleId module of the device that sent it; empty for the device itself
 * @param enqueued when IoT Hub accepted it
 * @param partition number of its partition
 * @param sequenceNumber its number in the partition
 * @param system system properties, under the names that IoT Hub gives them, such as {@code
 *     content-type} and {@code iothub-message-source}
 * @param application application properties
 * @param body the payload; not copied, so nobody may change it
 */
public record HubMessage(
    String deviceId,
    String moduleId,
    Instant enqueued,
    String partition,
    long sequenceNumber,
    Map<String, Object> system,
    Map<String, Object> application,
    byte[] body) {

  private static final String DEVICE = "iothub-connection-device-id";
  private static final String MODULE = "iothub-connection-module-id";

  /** A message as the SDK hands it over. */
  static HubMessage of(String partition, EventData event) {
    Map<String, Object> system = new LinkedHashMap<>();
    AmqpMessageProperties properties = event.getRawAmqpMessage().getProperties();
    put(system, "message-id", properties.getMessageId());
    put(system, "correlation-id", properties.getCorrelationId());
    put(system, "content-type", properties.getContentType());
    put(system, "content-encoding", properties.getContentEncoding());
    event.getSystemProperties().forEach((name, value) -> put(system, name, value));
    return new HubMessage(
        text(system, DEVICE),
        text(system, MODULE),
        Objects.requireNonNullElse(event.getEnqueuedTime(), Instant.EPOCH),
        partition,
        Objects.requireNonNullElse(event.getSequenceNumber(), 0L),
        system,
        event.getProperties(),
        event.getBody());
  }

  private static void put(Map<String, Object> system, String name, Object value) {
    if (value != null) {
      system.putIfAbsent(name, value);
    }
  }

  private static String text(Map<String, Object> properties, String name) {
    return Objects.toString(properties.get(name), "");
  }

  /** A system property as text. */
  public Optional<String> system(String name) {
    return Optional.ofNullable(system.get(name)).map(Object::toString);
  }

  /** An application property as text, or the system property of that name. */
  public Optional<String> property(String name) {
    return Optional.ofNullable(application.get(name)).map(Object::toString).or(() -> system(name));
  }

  /** Names the sender and the place, not the content. */
  @Override
  public String toString() {
    String sender = moduleId.isEmpty() ? deviceId : deviceId + "/" + moduleId;
    return "message %d of partition %s from %s, %d bytes"
        .formatted(sequenceNumber, partition, sender, body.length);
  }
}
