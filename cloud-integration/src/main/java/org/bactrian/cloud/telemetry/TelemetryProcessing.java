package org.bactrian.cloud.telemetry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.component.azure.servicebus.ServiceBusConstants;
import org.bactrian.cloud.telemetry.decode.DecodedMessage;
import org.bactrian.cloud.telemetry.decode.TelemetryDecoder;
import org.bactrian.cloud.telemetry.decode.TelemetryDecodingException;
import org.bactrian.iothub.events.HubMessage;
import org.bactrian.model.telemetry.MonitoredItemMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code telemetryProcessing}: the steps of the routes of telemetry. Thread-safe. */
public final class TelemetryProcessing {

  /** Property of the exchange with the messages that cannot be decoded, a list. */
  public static final String UNDECODABLE = "BactrianUndecodable";

  /** Property of the exchange with the messages that are still to be decoded, a list. */
  public static final String UNDECODED = "BactrianUndecoded";

  /**
   * Bytes of messages, inflated and decoded, after which no more are decoded at once. Messages of
   * IoT Hub have 256 KB, and as many as an exchange holds may inflate to more than there is memory.
   */
  static final int PART_BYTES = 32 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(TelemetryProcessing.class);

  /** Longest property of a message that is set aside; Service Bus takes 64 KB of all of them. */
  private static final int MAX_PROPERTY = 1_000;

  /** Most bytes of a body that are set aside: a message of Service Bus has 256 KB in all. */
  static final int MAX_FAILED_BODY = 240 * 1024;

  private final TelemetryDecoder decoder = new TelemetryDecoder();
  private final TelemetryMetrics metrics;
  private final FailedMessageLog undecodableLog;
  private final FailedMessageLog undeliverableLog;

  TelemetryProcessing(TelemetryMetrics metrics) {
    this.metrics = metrics;
    this.undecodableLog = new FailedMessageLog("cannot be decoded", metrics::undecodableCount);
    this.undeliverableLog =
        new FailedMessageLog("can never be taken by the sink", metrics::undeliverableCount);
  }

  /** Notes the messages of an exchange as those that are to be decoded. */
  public void begin(@Body List<HubMessage> messages, Exchange exchange) {
    exchange.setProperty(UNDECODED, messages);
  }

  /**
   * Decodes the next messages, at least one, and leaves the others to the next call. Those that
   * cannot be decoded are left out, and noted in the property {@value #UNDECODABLE}.
   */
  public List<DecodedMessage> decode(
      @ExchangeProperty(UNDECODED) List<HubMessage> messages, Exchange exchange) {
    List<DecodedMessage> decoded = new ArrayList<>(messages.size());
    List<UndecodableMessage> undecodable = new ArrayList<>();
    int values = 0;
    int next = 0;
    for (long bytes = 0; next < messages.size() && bytes < PART_BYTES; next++) {
      HubMessage message = messages.get(next);
      try {
        DecodedMessage one = decoder.decode(message);
        values += one.valueCount();
        bytes += one.bytes();
        decoded.add(one);
      } catch (TelemetryDecodingException e) {
        undecodable.add(new UndecodableMessage(message, reason(e)));
      }
    }
    exchange.setProperty(UNDECODED, messages.subList(next, messages.size()));
    exchange.setProperty(UNDECODABLE, undecodable);
    metrics.decoded(decoded, values, undecodable.size());
    undecodable.forEach(undecodableLog::add);
    return decoded;
  }

  /** Values of messages for live streams; what cannot be decoded has none. */
  public List<MonitoredItemMessage> values(@Body List<HubMessage> messages) {
    List<MonitoredItemMessage> values = new ArrayList<>();
    for (HubMessage message : messages) {
      try {
        values.addAll(decoder.decode(message).values());
      } catch (TelemetryDecodingException e) {
        LOG.debug("A {} cannot be decoded: {}", message, e.getMessage());
      }
    }
    return values;
  }

  /** Makes a list of one message, as sinks take them. */
  public List<DecodedMessage> single(@Body DecodedMessage message) {
    return List.of(message);
  }

  /** Notes that the sink can never take a message. */
  public UndecodableMessage undeliverable(
      @Body List<DecodedMessage> single, @ExchangeException Exception failure) {
    UndecodableMessage message = new UndecodableMessage(single.get(0).source(), reason(failure));
    metrics.undeliverable();
    undeliverableLog.add(message);
    return message;
  }

  /**
   * Makes of a message that no retry mends the message for those who look after it. A body that is
   * too large for the queue is cut; the property {@code bodyBytes} tells its whole length then.
   */
  public byte[] failed(@Body UndecodableMessage failure, Exchange exchange) {
    HubMessage source = failure.source();
    // Not Map.of, since camel-azure-servicebus adds to it.
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("reason", failure.reason());
    properties.put("deviceId", source.deviceId());
    properties.put("moduleId", source.moduleId());
    properties.put("partition", source.partition());
    properties.put("sequenceNumber", source.sequenceNumber());
    properties.put("enqueuedTime", source.enqueued().toString());
    properties.put("schema", shortened(schema(source)));
    byte[] body = source.body();
    if (body.length > MAX_FAILED_BODY) {
      // A message that is refused would be sent again for ever, and hold up its partition.
      properties.put("bodyBytes", body.length);
      body = Arrays.copyOf(body, MAX_FAILED_BODY);
    }
    exchange.getIn().setHeader(ServiceBusConstants.APPLICATION_PROPERTIES, properties);
    return body;
  }

  private static String schema(HubMessage message) {
    return message
        .property("$$MessageSchema")
        .or(() -> message.property("$$ContentType"))
        .or(() -> message.property("iothub-message-schema"))
        .orElse("");
  }

  private static String reason(Exception e) {
    return shortened(String.valueOf(e.getMessage()));
  }

  private static String shortened(String text) {
    return text.length() > MAX_PROPERTY ? text.substring(0, MAX_PROPERTY) + "…" : text;
  }
}
