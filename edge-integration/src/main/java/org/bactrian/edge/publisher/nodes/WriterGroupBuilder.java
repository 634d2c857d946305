package org.bactrian.edge.publisher.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bactrian.edge.publisher.group.CloudEventSettings;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.MessageDelivery;
import org.bactrian.edge.publisher.group.MessageFormat;
import org.bactrian.edge.publisher.group.MessagingMode;
import org.bactrian.edge.publisher.group.MetaDataSettings;
import org.bactrian.edge.publisher.group.MetaDataVersion;
import org.bactrian.edge.publisher.group.NodeWatchdog;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.edge.publisher.message.MetaDataMessage;
import org.bactrian.model.registry.Sha1Text;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.subscription.SubscriptionSettings;

/** Builder of a WriterGroup. */
final class WriterGroupBuilder {

  private static final MetaDataVersion COMPATIBLE = new MetaDataVersion(1, 0);
  private static final UUID NO_CLASS = new UUID(0, 0);

  private final PublishingDefaults defaults;
  private final WriterGroupSettings settings;
  private final Map<List<Object>, DataSetWriterBuilder> writers = new LinkedHashMap<>();
  private final List<EntryProblem> renamed = new ArrayList<>();

  WriterGroupBuilder(PublishingDefaults defaults, WriterGroupSettings settings) {
    this.defaults = defaults;
    this.settings = settings;
  }

  /**
   * A part of a writer that became a writer.
   *
   * @param name unique in the group
   * @param draft what it is a part of
   * @param fields its fields
   */
  private record Named(String name, DataSetWriterBuilder draft, List<PublishedField> fields) {}

  /**
   * Part of a group that is a stream of its own.
   *
   * @param delivery delivery of its messages
   * @param partition number of its partition, from 0
   */
  private record Part(MessageDelivery delivery, int partition) {}

  /** The writer of the fields of an entry that have {@code split} in common. */
  DataSetWriterBuilder writer(
      AttributeValues entry, ConnectionSettings connection, WriterSplit split) {
    List<Object> identity = new ArrayList<>(List.of(connection, split));
    for (PublishedNodesAttribute attribute : WriterDifference.IDENTIFYING) {
      identity.add(WriterDifference.identity(attribute, entry));
    }
    return writers.computeIfAbsent(
        identity, key -> new DataSetWriterBuilder(entry, connection, split));
  }

  Collection<DataSetWriterBuilder> writers() {
    return writers.values();
  }

  /** Returns the settings that make it a group. */
  WriterGroupSettings settings() {
    return settings;
  }

  /** Returns warnings about renamed writers and fields, known after {@link #build}. */
  List<EntryProblem> renamed() {
    return renamed;
  }

  /**
   * The group, or one for each delivery and partition when its writers have several.
   *
   * @param ids ids that are taken; takes those of the groups
   */
  List<WriterGroup> build(Set<String> ids) {
    MessageFormat format = settings.format();
    DeliveryReader deliveries = new DeliveryReader(settings);
    int partitions = settings.partitions();
    Map<Part, List<DataSetWriter>> parts = new LinkedHashMap<>();
    List<Named> named = named(format);
    for (int number = 0; number < named.size(); number++) {
      Named one = named.get(number);
      MessageDelivery delivery =
          deliveries.telemetry(one.name(), one.draft().values(), one.draft().split());
      Part part = new Part(delivery, number % partitions);
      String schemaTopic = deliveries.schema(delivery.topic());
      // A broker retains one message of a topic.
      String ofPart =
          schemaTopic.isEmpty() || partitions == 1
              ? schemaTopic
              : schemaTopic + "/" + part.partition();
      parts
          .computeIfAbsent(part, key -> new ArrayList<>())
          .add(writer(one, number, format.strict(), deliveries, metaData(one, deliveries, ofPart)));
    }
    List<WriterGroup> groups = new ArrayList<>();
    parts.forEach(
        (part, ofPart) ->
            groups.add(
                new WriterGroup(
                    freeId(settings.id(), part.delivery().topic(), ids),
                    settings.name(),
                    settings.publisherId(),
                    format,
                    settings.trigger(),
                    settings.transport(),
                    part.delivery(),
                    ofPart)));
    return groups;
  }

  /** Two groups have the same hash when their settings read alike in a row, or but for topics. */
  private static String freeId(String id, String topic, Set<String> taken) {
    String candidate = id;
    while (!taken.add(candidate)) {
      candidate = Sha1Text.of(candidate + topic);
    }
    return candidate;
  }

  /**
   * Writers in the order of their numbers: first the first part of each, then what does not fit
   * there, so that a writer that outgrows its first part renumbers no other one. The first of a
   * name keeps it, whatever the others get.
   */
  private List<Named> named(MessageFormat format) {
    boolean uniqueNames =
        format.mode() != MessagingMode.SAMPLES && format.mode() != MessagingMode.FULL_SAMPLES;
    Map<String, DataSetWriterBuilder> written = new HashMap<>();
    Set<String> taken = new HashSet<>();
    writers.values().forEach(draft -> taken.add(draft.name()));
    List<Named> all = new ArrayList<>();
    List<Named> rest = new ArrayList<>();
    for (DataSetWriterBuilder draft : writers.values()) {
      String name = draft.name();
      List<List<PublishedField>> parts =
          draft.parts(defaults.writer().maxNodes(), uniqueNames, renamed);
      DataSetWriterBuilder before = written.putIfAbsent(name, draft);
      String first = before == null ? name : DataSetWriterBuilder.free(name, "", taken);
      if (before != null) {
        WriterDifference.of(before, draft)
            .map(difference -> difference.renamed(settings.name(), first))
            .ifPresent(renamed::add);
      }
      all.add(new Named(first, draft, parts.get(0)));
      parts.stream().skip(1).forEach(fields -> rest.add(new Named(name, draft, fields)));
    }
    for (Named one : rest) {
      all.add(
          new Named(DataSetWriterBuilder.free(one.name(), "", taken), one.draft(), one.fields()));
    }
    return all;
  }

  private DataSetWriter writer(
      Named one, int number, boolean strict, DeliveryReader deliveries, MetaDataSettings metaData) {
    AttributeValues values = one.draft().values();
    PublishingDefaults.Writer otherwise = defaults.writer();
    SubscriptionSettings subscription = otherwise.subscription(one.draft().split().interval());
    Map<String, String> extensions = extensionFields(values);
    return new DataSetWriter(
        one.name(),
        number,
        one.draft().connection(),
        one.draft().connection().endpointUrl(),
        new SubscriptionSettings(
            subscription.publishingInterval(),
            values.count(EntryAttribute.MAX_KEEP_ALIVE_COUNT, subscription.keepAliveCount()),
            subscription.lifetime(),
            values.count(EntryAttribute.PRIORITY, subscription.priority()),
            !values.flag(
                EntryAttribute.DISABLE_SUBSCRIPTION_TRANSFER, !subscription.transferred())),
        one.fields(),
        strict ? MetaDataVersion.ofShape(one.fields(), extensions.keySet()) : COMPATIBLE,
        values
            .get(EntryAttribute.DATA_SET_CLASS_ID, UUID.class)
            .filter(id -> !id.equals(NO_CLASS))
            .map(UUID::toString)
            .orElse(""),
        values.text(EntryAttribute.DATA_SET_NAME),
        values.count(EntryAttribute.DATA_SET_KEY_FRAME_COUNT, otherwise.keyFrameCount()),
        values.flag(EntryAttribute.SEND_KEEP_ALIVE_DATA_SET_MESSAGES, otherwise.sendKeepAlive()),
        values.flag(
            EntryAttribute.SEND_KEEP_ALIVE_AS_KEY_FRAME_MESSAGES, otherwise.keepAliveAsKeyFrame()),
        metaData,
        extensions,
        defaults.nodes().supervision().withWatchdog(watchdog(values)),
        deliveries.routing(values),
        new CloudEventSettings(
            values.text(EntryAttribute.DATA_SET_SOURCE_URI),
            values.text(EntryAttribute.DATA_SET_SUBJECT),
            values.text(EntryAttribute.DATA_SET_TYPE)),
        values.flag(EntryAttribute.DUMP_CONNECTION_DIAGNOSTICS, false));
  }

  private NodeWatchdog watchdog(AttributeValues values) {
    NodeWatchdog otherwise = defaults.nodes().supervision().watchdog();
    String condition = values.text(EntryAttribute.OPC_NODE_WATCHDOG_CONDITION);
    String behavior = values.text(EntryAttribute.DATA_SET_WRITER_WATCHDOG_BEHAVIOR);
    return new NodeWatchdog(
        values.duration(EntryAttribute.OPC_NODE_WATCHDOG_TIMESPAN).orElse(otherwise.span()),
        condition.isEmpty() ? otherwise.condition() : NodeWatchdog.Condition.of(condition),
        behavior.isEmpty() ? otherwise.behavior() : NodeWatchdog.Behavior.of(behavior));
  }

  private MetaDataSettings metaData(Named one, DeliveryReader deliveries, String schemaTopic) {
    PublishingDefaults.MetaData otherwise = defaults.metaData();
    AttributeValues values = one.draft().values();
    boolean sent = otherwise.sent() && MetaDataMessage.isSentIn(settings.format().mode());
    if (!sent && schemaTopic.isEmpty()) {
      return MetaDataSettings.NONE;
    }
    Duration interval =
        values.duration(EntryAttribute.META_DATA_UPDATE_TIME).orElse(otherwise.interval());
    return new MetaDataSettings(
        sent,
        interval,
        deliveries.metaData(one.name(), values, one.draft().split(), interval),
        values.text(EntryAttribute.DATA_SET_DESCRIPTION),
        schemaTopic);
  }

  private static Map<String, String> extensionFields(AttributeValues values) {
    Map<String, String> fields = new LinkedHashMap<>();
    values
        .get(EntryAttribute.DATA_SET_EXTENSION_FIELDS, JsonNode.class)
        .ifPresent(
            json ->
                json.properties()
                    .forEach(field -> fields.put(field.getKey(), field.getValue().toString())));
    return fields;
  }
}
