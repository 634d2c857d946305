package org.bactrian.edge.publisher.nodes;

import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bactrian.edge.topic.TopicFormatter;
import org.bactrian.model.registry.Sha1Text;

/**
 * Topics of the telemetry, the metadata and the schemas of a WriterGroup's writers, from the
 * templates of nodes, entries, group and options.
 */
final class TelemetryTopics {

  private static final String TELEMETRY = "TelemetryTopic";
  private static final String META_DATA = "MetaDataTopic";
  private static final String SCHEMA = "SchemaTopic";

  private final WriterGroupSettings settings;
  private final TopicFormatter ofGroup;

  TelemetryTopics(WriterGroupSettings settings) {
    this.settings = settings;
    PublishingDefaults.Delivery defaults = settings.defaults().delivery();
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
   * The topic of a writer's values.
   *
   * @param name name of the writer
   * @param writer what its entry says
   * @param split what its nodes say
   */
  String ofValues(String name, AttributeValues writer, WriterSplit split) {
    return of(name, writer, split).format(TELEMETRY);
  }

  /**
   * The topic of a writer's metadata.
   *
   * @param template template of it, which may name the topic of the values
   */
  String ofMetaData(String name, AttributeValues writer, WriterSplit split, String template) {
    return of(name, writer, split).withTemplate(META_DATA, template).format(META_DATA);
  }

  /**
   * The topic of the schema of messages.
   *
   * @param topic topic of the messages
   * @param template template of it, which may name that topic
   */
  String ofSchema(String topic, String template) {
    return ofGroup.withValue(TELEMETRY, topic).withTemplate(SCHEMA, template).format(SCHEMA);
  }

  private TopicFormatter of(String name, AttributeValues writer, WriterSplit split) {
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
}
