package org.bactrian.edge.publisher.nodes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bactrian.edge.publisher.group.ConditionSnapshots;
import org.bactrian.edge.publisher.group.CyclicRead;
import org.bactrian.edge.publisher.group.FieldAccess;
import org.bactrian.edge.publisher.group.Heartbeat;
import org.bactrian.edge.publisher.group.HeartbeatBehavior;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.opcua.node.NodeIdText;
import org.bactrian.opcua.node.NodeIdTextException;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.bactrian.opcua.subscription.MonitoringFilter;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.jspecify.annotations.Nullable;

/** Reads the field of a node. */
final class FieldReader {

  /** The part of an array (Part 4, 7.27). */
  private static final Pattern INDEX_RANGE =
      Pattern.compile("\\d{1,10}(:\\d{1,10})?(,\\d{1,10}(:\\d{1,10})?)*");

  private final PublishingDefaults defaults;
  private final AttributeValues entry;
  private final OpcNode node;
  private final AttributeValues values;
  private final List<EntryProblem> problems;

  private FieldReader(PublishingDefaults defaults, AttributeValues entry, OpcNode node) {
    this.defaults = defaults;
    this.entry = entry;
    this.node = node;
    this.values = node.values();
    this.problems = new ArrayList<>(node.problems());
  }

  /**
   * Result of reading a node.
   *
   * @param field the field, empty when the node is not published
   * @param split what tells its writer from the others of the entry
   * @param problems what is wrong with the node
   */
  record Result(Optional<PublishedField> field, WriterSplit split, List<EntryProblem> problems) {}

  /** Makes the field of a node of an entry. */
  static Result read(PublishingDefaults defaults, AttributeValues entry, OpcNode node) {
    return new FieldReader(defaults, entry, node).result();
  }

  private Result result() {
    Optional<PublishedField> field = field();
    boolean refused = problems.stream().anyMatch(EntryProblem::refuses);
    return new Result(refused ? Optional.empty() : field, split(), List.copyOf(problems));
  }

  private WriterSplit split() {
    String topic = values.text(OpcNodeAttribute.TOPIC);
    String template =
        TelemetryTopics.template(new WriterGroupSettings(entry, defaults), entry, topic);
    return new WriterSplit(
        publishingInterval(),
        topic,
        values.text(OpcNodeAttribute.QUALITY_OF_SERVICE),
        TelemetryTopics.namesField(template)
            ? values.text(OpcNodeAttribute.DATA_SET_FIELD_ID)
            : "");
  }

  private Duration publishingInterval() {
    if (defaults.writer().ignoresIntervals()) {
      return defaults.writer().subscription().publishingInterval();
    }
    return values
        .duration(OpcNodeAttribute.OPC_PUBLISHING_INTERVAL)
        .or(() -> entry.duration(EntryAttribute.DATA_SET_PUBLISHING_INTERVAL))
        .orElse(defaults.writer().subscription().publishingInterval());
  }

  private Optional<PublishedField> field() {
    PublishedNodesAttribute source =
        values.text(OpcNodeAttribute.ID).isEmpty()
            ? OpcNodeAttribute.EXPANDED_NODE_ID
            : OpcNodeAttribute.ID;
    String id = values.text(source);
    if (values.has(OpcNodeAttribute.METHOD_METADATA)) {
      return Optional.empty(); // methods have no values; what is said of them is for clients
    }
    if (values.has(OpcNodeAttribute.MODEL_CHANGE_HANDLING)) {
      return new ModelChangeNodeReader(node, problems).field(this::events);
    }
    List<String> path = texts(OpcNodeAttribute.BROWSE_PATH);
    Optional<ExpandedNodeId> nodeId =
        id.isEmpty() && !path.isEmpty()
            ? Optional.of(NodeIds.RootFolder.expanded())
            : nodeId(id, source);
    if (nodeId.isEmpty()) {
      return Optional.empty();
    }
    id += path.stream().map(step -> "/" + step).collect(Collectors.joining());
    return field(id, nodeId.get(), path);
  }

  private Optional<PublishedField> field(String id, ExpandedNodeId nodeId, List<String> path) {
    Optional<EventNodeReader.Result> events = new EventNodeReader(node, problems).read();
    String displayName = values.text(OpcNodeAttribute.DISPLAY_NAME);
    String fieldId = values.text(OpcNodeAttribute.DATA_SET_FIELD_ID);
    String named = !displayName.isEmpty() ? displayName : fieldId;
    PublishingDefaults.Field otherwise = defaults.field();
    CyclicRead cyclic = events.isPresent() ? null : cyclicRead();
    boolean fetch =
        values.flag(
            OpcNodeAttribute.FETCH_DISPLAY_NAME,
            entry.flag(EntryAttribute.DATA_SET_FETCH_DISPLAY_NAMES, otherwise.fetchDisplayName()));
    return Optional.of(
        new PublishedField(
            named.isEmpty() && events.isEmpty() ? id : named,
            id,
            events.map(read -> events(id, nodeId, read.filter())).orElseGet(() -> item(id, nodeId)),
            fetch && displayName.isEmpty(),
            events.isEmpty() && values.flag(OpcNodeAttribute.SKIP_FIRST, otherwise.skipFirst()),
            events.isEmpty() && cyclic == null ? heartbeat() : Heartbeat.NONE,
            events.map(EventNodeReader.Result::snapshots).orElse(ConditionSnapshots.NONE),
            values
                .get(OpcNodeAttribute.DATA_SET_CLASS_FIELD_ID, UUID.class)
                .map(UUID::toString)
                .orElse(""),
            new FieldAccess(path, cyclic, null),
            ""));
  }

  private @Nullable CyclicRead cyclicRead() {
    if (!values.flag(OpcNodeAttribute.USE_CYCLIC_READ, defaults.nodes().cyclicRead())) {
      return null;
    }
    Duration sampling = samplingInterval();
    return new CyclicRead(
        sampling.isZero() || sampling.isNegative() ? publishingInterval() : sampling,
        values.duration(OpcNodeAttribute.CYCLIC_READ_MAX_AGE).orElse(Duration.ZERO));
  }

  private Duration samplingInterval() {
    return values
        .duration(OpcNodeAttribute.OPC_SAMPLING_INTERVAL)
        .or(() -> entry.duration(EntryAttribute.DATA_SET_SAMPLING_INTERVAL))
        .orElse(defaults.field().samplingInterval());
  }

  @SuppressWarnings("unchecked") // as their type reads them
  private List<String> texts(PublishedNodesAttribute attribute) {
    return values.get(attribute, List.class).orElse(List.of());
  }

  private Heartbeat heartbeat() {
    Heartbeat otherwise = defaults.field().heartbeat();
    Duration interval =
        values
            .duration(OpcNodeAttribute.HEARTBEAT_INTERVAL)
            .or(() -> entry.duration(EntryAttribute.DEFAULT_HEARTBEAT_INTERVAL))
            .orElse(otherwise.interval());
    String own = values.text(OpcNodeAttribute.HEARTBEAT_BEHAVIOR);
    String ofEntry = entry.text(EntryAttribute.DEFAULT_HEARTBEAT_BEHAVIOR);
    String behavior = own.isEmpty() ? ofEntry : own;
    return interval.isZero()
        ? Heartbeat.NONE
        : new Heartbeat(
            interval, behavior.isEmpty() ? otherwise.behavior() : HeartbeatBehavior.of(behavior));
  }

  /** Events are reported as they happen, whatever the node samples. */
  private MonitoredItem events(String id, ExpandedNodeId nodeId, MonitoringFilter.Events filter) {
    AttributeId attribute =
        values
            .get(OpcNodeAttribute.ATTRIBUTE_ID, AttributeId.class)
            .orElse(AttributeId.EventNotifier);
    return new MonitoredItem(
        id + "/" + attribute,
        nodeId,
        attribute,
        "",
        Duration.ZERO,
        Math.max(1, values.count(OpcNodeAttribute.QUEUE_SIZE, defaults.field().eventQueue())),
        !values.flag(OpcNodeAttribute.DISCARD_NEW, !defaults.field().discardOldest()),
        filter);
  }

  private Optional<ExpandedNodeId> nodeId(String id, PublishedNodesAttribute source) {
    if (id.isEmpty()) {
      if (problems.stream().noneMatch(EntryProblem::refuses)) {
        problems.add(
            EntryProblem.error(node.at(), "The node has no Id. Write \"Id\": \"ns=2;s=Name\"."));
      }
      return Optional.empty();
    }
    FileLocation at = values.at(source).orElse(node.at());
    try {
      ExpandedNodeId nodeId = NodeIdText.parse(id);
      if (nodeId.isLocal()) {
        return Optional.of(nodeId);
      }
      problems.add(
          EntryProblem.error(
              at,
              "Node id "
                  + AttributeValues.quoted(id)
                  + " is one of another server. Publish it with an entry for that server."));
    } catch (NodeIdTextException e) {
      problems.add(EntryProblem.error(at, e.getMessage()));
    }
    return Optional.empty();
  }

  private MonitoredItem item(String id, ExpandedNodeId nodeId) {
    AttributeId attribute =
        values.get(OpcNodeAttribute.ATTRIBUTE_ID, AttributeId.class).orElse(AttributeId.Value);
    String range = values.text(OpcNodeAttribute.INDEX_RANGE).replace(" ", "");
    if (!range.isEmpty() && !INDEX_RANGE.matcher(range).matches()) {
      problems.add(
          EntryProblem.error(
              values.at(OpcNodeAttribute.INDEX_RANGE).orElse(node.at()),
              "IndexRange "
                  + AttributeValues.quoted(range)
                  + " is no range. Write for instance 0, 2:5 or 0:1,2:3."));
    }
    String key =
        id
            + (attribute == AttributeId.Value ? "" : "/" + attribute)
            + (range.isEmpty() ? "" : "[" + range + "]");
    Duration sampling = samplingInterval();
    boolean asPublished = sampling.isZero() || sampling.isNegative();
    int queue = defaults.field().queueFor(asPublished ? publishingInterval() : sampling);
    int size = Math.max(1, values.count(OpcNodeAttribute.QUEUE_SIZE, queue));
    return new MonitoredItem(
        key,
        nodeId,
        attribute,
        range,
        sampling,
        defaults.nodes().queue(size, sampling, publishingInterval()),
        !values.flag(OpcNodeAttribute.DISCARD_NEW, !defaults.field().discardOldest()),
        new DeadbandReader(defaults.field().filter(), node, problems).filter(),
        values.flag(OpcNodeAttribute.REGISTER_NODE, false),
        "");
  }
}
