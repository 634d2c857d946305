package org.bactrian.edge.publisher.nodes;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bactrian.edge.publisher.group.DataSetRouting;
import org.bactrian.edge.publisher.group.DeliveryGuarantee;
import org.bactrian.edge.publisher.group.MessageDelivery;
import org.bactrian.edge.topic.TopicFormatter;
import org.bactrian.model.registry.Sha1Text;

/** Reads topics and delivery of the messages of a WriterGroup's writers. */
final class DeliveryReader {

  private static final String TELEMETRY = "TelemetryTopic";
  private static final String META_DATA = "MetaDataTopic";

  private final WriterGroupSettings settings;
  private final PublishingDefaults.Delivery defaults;
  private final TopicFormatter ofGroup;

  DeliveryReader(WriterGroupSettings settings) {
    this.settings = settings;
    this.defaults = settings.defaults().delivery();
    String group = TopicFormatter.escaped(settings.name());
    this.ofGroup =
        TopicFormatter.of(
                defaults.rootTopic(),
                TopicFormatter.escaped(settings.publisherId()),
                defaults.siteId())
            .withValue("WriterGroup", group)
            .withValue("DataSetWriterGroup", group)
            .withValue("WriterGroupId", settings.id())
            .withValue("Encoding", settings.format().encoding().text());
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
        topics(name, writer, split).format(TELEMETRY),
        guarantee(writer, split),
        retained(writer).orElse(defaults.retained()),
        timeToLive(writer).orElse(defaults.timeToLive()));
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
    TopicFormatter topics = topics(name, writer, split);
    return new MessageDelivery(
        template.isEmpty() || routing(writer) != DataSetRouting.NONE
            ? topics.format(TELEMETRY)
            : topics.withTemplate(META_DATA, template).format(META_DATA),
        guarantee(writer, split),
        writer
            .get(EntryAttribute.META_DATA_RETENTION, Boolean.class)
            .or(() -> retained(writer))
            .orElse(true),
        writer
            .duration(EntryAttribute.META_DATA_TTL_TIMESPAN)
            .or(() -> timeToLive(writer))
            .orElse(interval));
  }

  /** The routing of the messages of a writer's nodes. */
  DataSetRouting routing(AttributeValues writer) {
    String own = writer.text(EntryAttribute.DATA_SET_ROUTING);
    return own.isEmpty() ? defaults.routing() : DataSetRouting.of(own);
  }

  private TopicFormatter topics(String name, AttributeValues writer, WriterSplit split) {
    String dataSet = writer.text(EntryAttribute.DATA_SET_NAME);
    String escapedName = TopicFormatter.escaped(name);
    return ofGroup
        .withTemplate(TELEMETRY, template(settings, writer, split.topic()))
        .withValue("DataSetWriter", escapedName)
        .withValue("DataSetWriterName", escapedName)
        .withValue("DataSetWriterId", Sha1Text.of(settings.id() + "/" + name) + "_0")
        .withValue("DataSetName", dataSet.isEmpty() ? escapedName : TopicFormatter.escaped(dataSet))
        .withValue("DataSetTopicPath", dataSet.isEmpty() ? escapedName : path(dataSet))
        .withValue(
            "DataSetClassId",
            writer
                .get(EntryAttribute.DATA_SET_CLASS_ID, UUID.class)
                .orElse(new UUID(0, 0))
                .toString())
        .withValue("DataSetFieldId", TopicFormatter.escaped(split.fieldId()));
  }

  /** The telemetry template of a node of a writer. */
  static String template(WriterGroupSettings settings, AttributeValues writer, String ofNode) {
    String own = writer.text(EntryAttribute.QUEUE_NAME);
    String ofGroup = settings.values().text(EntryAttribute.WRITER_GROUP_QUEUE_NAME);
    String otherwise = settings.defaults().delivery().telemetryTopic();
    return !ofNode.isEmpty()
        ? ofNode
        : !own.isEmpty() ? own : !ofGroup.isEmpty() ? ofGroup : otherwise;
  }

  /** Returns whether topics of a template depend on the field. */
  static boolean namesField(String template) {
    return template.toLowerCase(Locale.ROOT).contains("{datasetfieldid}");
  }

  private static String path(String dataSetName) {
    return Arrays.stream(dataSetName.split("\\."))
        .filter(part -> !part.isEmpty())
        .map(TopicFormatter::escaped)
        .collect(Collectors.joining("/"));
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
