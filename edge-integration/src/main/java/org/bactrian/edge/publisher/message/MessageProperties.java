package org.bactrian.edge.publisher.message;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.bactrian.edge.publisher.group.CloudEventSettings;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.WriterGroup;

/**
 * Application properties of the NetworkMessages of a WriterGroup: those of OPC Publisher, or the
 * attributes of CloudEvents in place of them. Not thread-safe.
 */
final class MessageProperties {

  static final String CONTENT_TYPE = "application/json";
  static final String CONTENT_ENCODING = "utf-8";

  /** Stand-in for the event of messages that are none. */
  static final CloudEvent NO_EVENT = new CloudEvent("", "", "");

  private static final String MESSAGE_ID = "iothub-message-id";
  private static final String TIME = "time";
  private static final int MESSAGE_ID_LENGTH = 36;

  /** Hexadecimal digits of a sequence number with the slash before them, more than it ever has. */
  private static final int NUMBER_LENGTH = 9;

  private static final int TIME_LENGTH = "2026-01-02T03:04:05.123Z".length();
  private static final int KEPT_EVENTS = 10_000;

  private final WriterGroup group;
  private final Map<String, String> common = new LinkedHashMap<>();
  private final Map<Origin, CloudEvent> events = new HashMap<>();

  /** Origin of the attributes of a CloudEvent. */
  private record Origin(
      CloudEventSettings settings, String kind, String name, String server, String address) {}

  /**
   * Properties of messages with a schema.
   *
   * @param strict whether content type and encoding are told beside the properties only
   */
  MessageProperties(WriterGroup group, String schema, boolean strict) {
    this.group = group;
    if (!group.format().cloudEvents()) {
      common.put("$$MessageSchema", schema);
      if (group.format().routingInfo() && !group.name().isEmpty()) {
        common.put("$$RoutingInfo", group.name());
      }
      if (!strict) {
        common.put("$$ContentType", CONTENT_TYPE);
        common.put("$$ContentEncoding", CONTENT_ENCODING);
      }
    }
    common.put("iothub-message-schema", schema);
  }

  /** Returns the CloudEvent that a message is one of. */
  CloudEvent event(DataSetMessage message) {
    return event(
        message.writer(),
        message.source(),
        message.kind() == DataSetMessage.Kind.EVENT ? "Event" : "Dataset",
        message.eventName());
  }

  /**
   * Returns the CloudEvent that messages of a writer are.
   *
   * @param kind kind of message
   * @param name name of the type of an event, empty for none
   */
  CloudEvent event(DataSetWriter writer, DataSetSource source, String kind, String name) {
    if (!group.format().cloudEvents()) {
      return NO_EVENT;
    }
    if (events.size() >= KEPT_EVENTS) {
      events.clear();
    }
    return events.computeIfAbsent(
        new Origin(writer.cloudEvent(), kind, name, source.applicationUri(), writer.endpointUrl()),
        this::event);
  }

  private CloudEvent event(Origin origin) {
    CloudEventSettings settings = origin.settings();
    String type = settings.type().isEmpty() ? origin.name() : settings.type();
    return CloudEvent.of(
        type.isEmpty() ? origin.kind() : origin.kind() + "/" + type,
        first(settings.source(), origin.server(), origin.address(), group.publisherId()),
        settings.subject());
  }

  private static String first(String... texts) {
    for (String text : texts) {
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "publisher";
  }

  /**
   * Returns the properties of a message.
   *
   * @param messageId id of the NetworkMessage
   * @param event CloudEvent that it is
   * @param number sequence number of its first DataSetMessage
   * @param time time of its first DataSetMessage
   */
  Map<String, String> of(String messageId, CloudEvent event, long number, Instant time) {
    Map<String, String> properties = new LinkedHashMap<>(common);
    if (group.format().cloudEvents()) {
      properties.putAll(
          event.attributes(
              messageId.replace("-", "")
                  + "/"
                  + Long.toHexString(number).toUpperCase(Locale.ROOT)));
      properties.put(TIME, time.truncatedTo(ChronoUnit.MILLIS).toString());
    }
    properties.put(MESSAGE_ID, messageId);
    return properties;
  }

  /**
   * Returns the largest number of bytes that IoT Hub counts beside the body of a message:
   * application properties, and values of system properties.
   */
  int size(CloudEvent event) {
    int size = CONTENT_TYPE.length() + CONTENT_ENCODING.length() + MESSAGE_ID_LENGTH;
    size += MESSAGE_ID.length() + MESSAGE_ID_LENGTH + size(common);
    if (group.format().cloudEvents()) {
      size += size(event.attributes("")) + MESSAGE_ID_LENGTH + NUMBER_LENGTH;
      size += TIME.length() + TIME_LENGTH;
    }
    return size;
  }

  private static int size(Map<String, String> properties) {
    int size = 0;
    for (Map.Entry<String, String> property : properties.entrySet()) {
      size += bytes(property.getKey()) + bytes(property.getValue());
    }
    return size;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
