package org.bactrian.cloud.telemetry.sink;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bactrian.cloud.telemetry.decode.DecodedDataSet;
import org.bactrian.cloud.telemetry.decode.DecodedMessage;
import org.bactrian.cloud.telemetry.decode.DecodedMessage.ContentKind;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.telemetry.MonitoredItemMessage;
import org.jspecify.annotations.Nullable;

/**
 * Event in the form in which the telemetry processor of OPC Twin 2.8 sent values on: one a sample,
 * in Pascal case and with nulls, one a DataSetMessage, in camel case and without, and messages
 * without a schema as they came.
 *
 * @param key DataSetWriterId, by which events keep their order; null for none
 * @param properties application properties
 * @param body JSON, or what the device sent
 */
public record ForwardedEvent(@Nullable String key, Map<String, Object> properties, byte[] body) {

  /** Property with the media type of the body. */
  public static final String CONTENT_TYPE = "$$ContentType";

  /** Media type of a sample. */
  public static final String SAMPLE = "application/x-monitored-itemsample-model-json-v1";

  /** Media type of a DataSetMessage. */
  public static final String DATA_SET = "application/x-network-message-model-json-v1";

  /** The events of messages, in their order. */
  public static List<ForwardedEvent> of(List<DecodedMessage> messages) {
    List<ForwardedEvent> events = new ArrayList<>();
    for (DecodedMessage message : messages) {
      if (message.content() == ContentKind.NO_SCHEMA && message.source().body().length > 0) {
        events.add(
            new ForwardedEvent(null, message.source().application(), message.source().body()));
      }
      for (DecodedDataSet dataSet : message.dataSets()) {
        if (!dataSet.values().isEmpty()) {
          events.add(of(dataSet));
        }
      }
    }
    return events;
  }

  private static ForwardedEvent of(DecodedDataSet dataSet) {
    Map<String, @Nullable Object> body =
        dataSet.sample() ? sample(dataSet.values().get(0)) : dataSet(dataSet);
    return new ForwardedEvent(
        dataSet.dataSetWriterId(),
        Map.of(CONTENT_TYPE, dataSet.sample() ? SAMPLE : DATA_SET),
        RegistryJson.bytes(body));
  }

  private static Map<String, @Nullable Object> sample(MonitoredItemMessage value) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("PublisherId", value.publisherId());
    body.put("DataSetWriterId", value.dataSetWriterId());
    body.put("EndpointId", value.endpointId());
    body.put("NodeId", value.nodeId());
    body.put("DisplayName", value.displayName());
    body.put("Value", value.value());
    body.put("DataType", value.dataType());
    body.put("Status", value.status());
    body.put("Timestamp", value.timestamp());
    body.put("SourceTimestamp", value.sourceTimestamp());
    body.put("SourcePicoseconds", value.sourcePicoseconds());
    body.put("ServerTimestamp", value.serverTimestamp());
    body.put("ServerPicoseconds", value.serverPicoseconds());
    body.put("SequenceNumber", Objects.requireNonNullElse(value.sequenceNumber(), 0L));
    return body;
  }

  private static Map<String, @Nullable Object> dataSet(DecodedDataSet dataSet) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    put(body, "messageId", dataSet.messageId());
    put(body, "publisherId", dataSet.publisherId());
    put(body, "dataSetClassId", dataSet.dataSetClassId());
    put(body, "dataSetWriterId", dataSet.dataSetWriterId());
    Long number = dataSet.sequenceNumber();
    put(body, "sequenceNumber", number != null && number == 0 ? null : number);
    put(body, "metaDataVersion", dataSet.metaDataVersion());
    put(body, "status", dataSet.status());
    put(body, "timestamp", dataSet.timestamp());
    Map<String, Object> payload = new LinkedHashMap<>();
    for (MonitoredItemMessage field : dataSet.values()) {
      payload.put(Objects.requireNonNullElse(field.nodeId(), ""), field(field));
    }
    body.put("payload", payload);
    return body;
  }

  private static Map<String, @Nullable Object> field(MonitoredItemMessage value) {
    Map<String, @Nullable Object> field = new LinkedHashMap<>();
    put(field, "value", value.value());
    put(field, "dataType", value.dataType());
    put(field, "status", value.status());
    put(field, "sourceTimestamp", value.sourceTimestamp());
    put(field, "sourcePicoseconds", value.sourcePicoseconds());
    put(field, "serverTimestamp", value.serverTimestamp());
    put(field, "serverPicoseconds", value.serverPicoseconds());
    return field;
  }

  private static void put(Map<String, @Nullable Object> body, String name, @Nullable Object value) {
    if (value != null) {
      body.put(name, value);
    }
  }
}
