package org.bactrian.edge.publisher.stream;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.bactrian.edge.outbox.OutboxMessage;
import org.bactrian.edge.publisher.group.DeliveryGuarantee;
import org.bactrian.edge.publisher.group.MessageDelivery;
import org.bactrian.edge.publisher.group.PublisherLoggers;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.edge.publisher.message.NetworkMessage;
import org.bactrian.model.telemetry.TelemetryHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Conversion of NetworkMessages to messages of an outbox. */
final class OutboxMessages {

  private static final Logger MESSAGES = LoggerFactory.getLogger(PublisherLoggers.MESSAGES);

  private OutboxMessages() {}

  /**
   * Describes a message by its {@link TelemetryHeaders}.
   *
   * @param number the group's number of the message
   */
  static OutboxMessage of(WriterGroup group, long number, NetworkMessage message) {
    return of(group, group.delivery(), number, message);
  }

  /** Describes a message that is delivered otherwise than those of its group. */
  static OutboxMessage of(
      WriterGroup group, MessageDelivery delivery, long number, NetworkMessage message) {
    Map<String, Object> headers = new HashMap<>();
    headers.put(TelemetryHeaders.TRANSPORT, group.transport());
    headers.put(TelemetryHeaders.WRITER_GROUP, group.name());
    headers.put(TelemetryHeaders.DATA_SET_WRITERS, message.writers());
    headers.put(TelemetryHeaders.MESSAGE_TYPE, message.messageType());
    headers.put(TelemetryHeaders.SEQUENCE_NUMBER, number);
    headers.put(TelemetryHeaders.MESSAGE_ID, message.messageId());
    headers.put(TelemetryHeaders.CONTENT_TYPE, message.contentType());
    headers.put(TelemetryHeaders.CONTENT_ENCODING, message.contentEncoding());
    headers.put(TelemetryHeaders.PROPERTIES, message.properties());
    deliver(delivery, message.subtopic(), headers);
    if (MESSAGES.isDebugEnabled()) {
      MESSAGES.debug(
          "{} {}: {}", group.name(), number, new String(message.body(), StandardCharsets.UTF_8));
    }
    return new OutboxMessage(number, message.valueCount(), headers, message.body());
  }

  private static void deliver(
      MessageDelivery delivery, String subtopic, Map<String, Object> headers) {
    if (!delivery.topic().isEmpty()) {
      headers.put(TelemetryHeaders.TOPIC, delivery.topic() + subtopic);
    }
    if (delivery.guarantee() != DeliveryGuarantee.AT_LEAST_ONCE) {
      headers.put(TelemetryHeaders.QUALITY_OF_SERVICE, (long) delivery.guarantee().qos());
    }
    if (delivery.retained()) {
      headers.put(TelemetryHeaders.RETAINED, "true");
    }
    if (!delivery.folder().isEmpty()) {
      headers.put(TelemetryHeaders.FOLDER, delivery.folder());
    }
    if (!delivery.timeToLive().isZero()) {
      headers.put(TelemetryHeaders.TIME_TO_LIVE, delivery.timeToLive().toMillis());
    }
  }
}
