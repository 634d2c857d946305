package org.bactrian.cloud.telemetry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
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

  private static final Logger LOG = LoggerFactory.getLogger(TelemetryProcessing.class);

  // Service Bus takes at most 64 KB of properties.
  private static final int MAX_REASON = 1_000;

  private final TelemetryDecoder decoder = new TelemetryDecoder();
  private final TelemetryMetrics metrics;

  TelemetryProcessing(TelemetryMetrics metrics) {
    this.metrics = metrics;
  }

  /**
   * Decodes messages. Those that cannot be are left out, and noted in the property {@value
   * #UNDECODABLE}.
   */
  public List<DecodedMessage> decode(@Body List<HubMessage> messages, Exchange exchange) {
    List<DecodedMessage> decoded = new ArrayList<>(messages.size());
    List<UndecodableMessage> undecodable = new ArrayList<>();
    int values = 0;
    for (HubMessage message : messages) {
      try {
        DecodedMessage one = decoder.decode(message);
        values += one.valueCount();
        decoded.add(one);
      } catch (TelemetryDecodingException e) {
        LOG.warn("A {} cannot be decoded: {}", message, e.getMessage());
        undecodable.add(new UndecodableMessage(message, reason(e)));
      }
    }
    exchange.setProperty(UNDECODABLE, undecodable);
    metrics.decoded(decoded, values, undecodable.size());
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
    HubMessage message = single.get(0).source();
    LOG.warn("The sink can never take a {}: {}", message, failure.getMessage());
    metrics.undeliverable();
    return new UndecodableMessage(message, reason(failure));
  }

  /** Makes of a message that no retry mends the message for those who look after it. */
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
    properties.put("schema", schema(source));
    exchange.getIn().setHeader(ServiceBusConstants.APPLICATION_PROPERTIES, properties);
    return source.body();
  }

  private static String schema(HubMessage message) {
    return message
        .property("$$MessageSchema")
        .or(() -> message.property("$$ContentType"))
        .or(() -> message.property("iothub-message-schema"))
        .orElse("");
  }

  private static String reason(Exception e) {
    String reason = String.valueOf(e.getMessage());
    return reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) + "…" : reason;
  }
}
