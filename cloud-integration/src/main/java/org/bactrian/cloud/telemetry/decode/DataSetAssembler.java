package org.bactrian.cloud.telemetry.decode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bactrian.iothub.events.HubMessage;
import org.bactrian.model.telemetry.MonitoredItemMessage;
import org.bactrian.model.telemetry.MonitoredItemMessageBuilder;
import org.jspecify.annotations.Nullable;

/** Maker of the one form out of the members of messages. */
final class DataSetAssembler {

  /** Property with the name of the WriterGroup, for modes whose messages do not hold it. */
  private static final String ROUTING_INFO = "$$RoutingInfo";

  /** For a DataSetMessage that stands alone. */
  static final NetworkHeader NO_NETWORK = NetworkHeader.of(new MessageMembers());

  private final TimestampParser times;
  private final @Nullable String routingInfo;

  DataSetAssembler(HubMessage message, TimestampParser times) {
    this.times = times;
    this.routingInfo = message.property(ROUTING_INFO).orElse(null);
  }

  /**
   * Header of a NetworkMessage, looked up once for all of its DataSetMessages.
   *
   * @param group name of the WriterGroup
   */
  record NetworkHeader(
      @Nullable String messageId,
      @Nullable String publisherId,
      @Nullable String group,
      @Nullable String dataSetClassId) {

    static NetworkHeader of(MessageMembers network) {
      return new NetworkHeader(
          network.text("MessageId"),
          network.text("PublisherId"),
          network.text("DataSetWriterGroup"),
          network.text("DataSetClassId"));
    }
  }

  DecodedDataSet sample(MessageMembers sample) {
    MessageMembers extensions = new MessageMembers();
    if (sample.payload != null) {
      extensions.fields.addAll(sample.payload);
    }
    DecodedField value =
        Objects.requireNonNullElseGet(sample.member("Value"), () -> new DecodedField("Value"));
    String endpointUrl = sample.text("EndpointUrl");
    String applicationUri = sample.text("ApplicationUri");
    String publisherId = first(extensions.text("PublisherId"), applicationUri, endpointUrl);
    String writerId = first(extensions.text("DataSetWriterId"), endpointUrl, applicationUri);
    Instant timestamp = time(sample);
    Long number = sample.number("SequenceNumber");
    String status = value.status == null ? status(sample) : value.status;
    MonitoredItemMessage message =
        withValue(value)
            .publisherId(publisherId)
            .dataSetWriterId(writerId)
            .endpointId(first(extensions.text("EndpointId"), applicationUri, endpointUrl))
            .nodeId(sample.text("NodeId"))
            .displayName(sample.text("DisplayName"))
            .status(status)
            .timestamp(timestamp)
            .sequenceNumber(number)
            .build();
    return DecodedDataSetBuilder.builder()
        .sample(true)
        .publisherId(publisherId)
        .dataSetWriterId(writerId)
        .sequenceNumber(number)
        .status(Objects.requireNonNullElse(status, StatusCodeSymbols.GOOD))
        .timestamp(timestamp)
        .values(List.of(message))
        .build();
  }

  List<DecodedDataSet> network(MessageMembers network) {
    List<DecodedDataSet> dataSets = new ArrayList<>();
    NetworkHeader header = NetworkHeader.of(network);
    for (MessageMembers message : Objects.requireNonNull(network.messages, "messages")) {
      dataSets.add(dataSet(message, header));
    }
    return dataSets;
  }

  /**
   * A DataSetMessage, or where it has no Payload a data set, whose members all are fields.
   *
   * @param network header of the NetworkMessage around it
   */
  DecodedDataSet dataSet(MessageMembers message, NetworkHeader network) {
    boolean header = message.payload != null;
    MessageMembers head = header ? message : MessageMembers.NONE;
    List<DecodedField> fields = header ? Objects.requireNonNull(message.payload) : message.fields;
    String publisherId = network.publisherId();
    String group = first(network.group(), routingInfo);
    String writerId = first(head.text("DataSetWriterName"), head.text("DataSetWriterId"));
    Long number = head.number("SequenceNumber");
    Instant timestamp = time(head);
    List<MonitoredItemMessage> values = new ArrayList<>(fields.size());
    for (DecodedField field : fields) {
      values.add(
          withValue(field)
              .publisherId(publisherId)
              .dataSetWriterId(writerId)
              .endpointId(group)
              .nodeId(field.name)
              .displayName(field.name)
              .timestamp(timestamp)
              .sequenceNumber(number)
              .build());
    }
    return DecodedDataSetBuilder.builder()
        .messageId(network.messageId())
        .publisherId(publisherId)
        .dataSetClassId(network.dataSetClassId())
        .dataSetWriterId(writerId)
        .sequenceNumber(number)
        .metaDataVersion(version(head.member("MetaDataVersion")))
        .status(Objects.requireNonNullElse(status(head), StatusCodeSymbols.GOOD))
        .timestamp(timestamp)
        .values(values)
        .build();
  }

  private static MonitoredItemMessageBuilder withValue(DecodedField field) {
    return MonitoredItemMessageBuilder.builder()
        .value(field.value)
        .dataType(field.dataType)
        .status(field.status)
        .sourceTimestamp(field.sourceTimestamp)
        .sourcePicoseconds(field.sourcePicoseconds)
        .serverTimestamp(field.serverTimestamp)
        .serverPicoseconds(field.serverPicoseconds);
  }

  private @Nullable Instant time(MessageMembers message) {
    String text = message.text("Timestamp");
    return text == null ? null : times.read(text).orElse(null);
  }

  private static @Nullable String status(MessageMembers message) {
    DecodedField status = message.member("Status");
    return status == null ? null : JsonFieldReader.status(status.value);
  }

  private static @Nullable String version(@Nullable DecodedField version) {
    if (version == null || !(version.value instanceof Map<?, ?> numbers)) {
      return null;
    }
    return Objects.requireNonNullElse((Object) numbers.get("MajorVersion"), 0)
        + "."
        + Objects.requireNonNullElse((Object) numbers.get("MinorVersion"), 0);
  }

  private static @Nullable String first(@Nullable String... candidates) {
    for (String candidate : candidates) {
      if (candidate != null) {
        return candidate;
      }
    }
    return null;
  }
}
