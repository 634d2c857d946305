package org.bactrian.edge.publisher.nodes;

import java.time.Duration;
import java.util.Optional;
import org.bactrian.edge.publisher.group.DataSetRouting;
import org.bactrian.edge.publisher.group.DeliveryGuarantee;
import org.bactrian.edge.publisher.group.MessageDelivery;
import org.bactrian.edge.publisher.group.TelemetryTransport;

/** Reads the delivery of the messages of a WriterGroup's writers. */
final class DeliveryReader {

  private final WriterGroupSettings settings;
  private final PublishingDefaults.Delivery defaults;
  private final TelemetryTopics topics;

  DeliveryReader(WriterGroupSettings settings) {
    this.settings = settings;
    this.defaults = settings.defaults().delivery();
    this.topics = new TelemetryTopics(settings);
  }

  /**
   * The delivery of a writer's messages.
   *
   * @param name name of the writer
   * @param writer what its entry says
   * @param split what its nodes say
   */
  MessageDelivery telemetry(String name, AttributeValues writer, WriterSplit split) {
    return new MessageDelivery(
        topics.ofValues(name, writer, split),
        guarantee(writer, split),
        retained(writer).orElse(defaults.retained()),
        timeToLive(writer).orElse(defaults.timeToLive()),
        settings.folder());
  }

  /**
   * The delivery of a writer's metadata.
   *
   * @param interval interval at which it is sent again, zero for none
   */
  MessageDelivery metaData(
      String name, AttributeValues writer, WriterSplit split, Duration interval) {
    String own = writer.text(EntryAttribute.META_DATA_QUEUE_NAME);
    String template = own.isEmpty() ? defaults.metaDataTopic() : own;
    return new MessageDelivery(
        template.isEmpty() || routing(writer) != DataSetRouting.NONE
            ? topics.ofValues(name, writer, split)
            : topics.ofMetaData(name, writer, split, template),
        guarantee(writer, split),
        writer
            .get(EntryAttribute.META_DATA_RETENTION, Boolean.class)
            .or(() -> retained(writer))
            .orElse(true),
        writer
            .duration(EntryAttribute.META_DATA_TTL_TIMESPAN)
            .or(() -> timeToLive(writer))
            .orElse(interval),
        settings.folder());
  }

  /**
   * The topic of the schema of messages, empty for no schema: only MQTT has a place for it.
   *
   * @param topic topic of the messages
   */
  String schema(String topic) {
    String template = settings.defaults().metaData().schemaTopic();
    return template.isEmpty() || !settings.transport().equals(TelemetryTransport.MQTT.kamelet())
        ? ""
        : topics.ofSchema(topic, template);
  }

  /** The routing of the messages of a writer's nodes. */
  DataSetRouting routing(AttributeValues writer) {
    String own = writer.text(EntryAttribute.DATA_SET_ROUTING);
    return own.isEmpty() ? defaults.routing() : DataSetRouting.of(own);
  }

  private DeliveryGuarantee guarantee(AttributeValues writer, WriterSplit split) {
    String own = writer.text(EntryAttribute.QUALITY_OF_SERVICE);
    String ofGroup = settings.values().text(EntryAttribute.WRITER_GROUP_QUALITY_OF_SERVICE);
    String text = !split.guarantee().isEmpty() ? split.guarantee() : !own.isEmpty() ? own : ofGroup;
    return text.isEmpty() ? defaults.guarantee() : DeliveryGuarantee.of(text);
  }

  private Optional<Boolean> retained(AttributeValues writer) {
    return writer
        .get(EntryAttribute.MESSAGE_RETENTION, Boolean.class)
        .or(
            () ->
                settings
                    .values()
                    .get(EntryAttribute.WRITER_GROUP_MESSAGE_RETENTION, Boolean.class));
  }

  private Optional<Duration> timeToLive(AttributeValues writer) {
    return writer
        .duration(EntryAttribute.MESSAGE_TTL_TIMESPAN)
        .or(() -> settings.values().duration(EntryAttribute.WRITER_GROUP_MESSAGE_TTL_TIMEPAN));
  }
}
