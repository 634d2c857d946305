package org.bactrian.edge.publisher.nodes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.opcua.node.NodeIdText;
import org.bactrian.opcua.node.NodeIdTextException;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.bactrian.opcua.subscription.MonitoringFilter;
import org.bactrian.opcua.subscription.MonitoringFilter.Deadband;
import org.bactrian.opcua.subscription.MonitoringFilter.Trigger;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;

/** Makes the field of a node. */
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
   * What a node became.
   *
   * @param field the field, empty when the node is not published
   * @param interval publishing interval of the field
   * @param problems what is wrong with the node
   */
  record Result(Optional<PublishedField> field, Duration interval, List<EntryProblem> problems) {}

  /** Makes the field of a node of an entry. */
  static Result read(PublishingDefaults defaults, AttributeValues entry, OpcNode node) {
    return new FieldReader(defaults, entry, node).result();
  }

  private Result result() {
    Optional<PublishedField> field = field();
    boolean refused =
        problems.stream().anyMatch(EntryProblem::refuses)
            || values.found().keySet().stream()
                .anyMatch(attribute -> attribute.use() == PublishedNodesAttribute.Use.REFUSED);
    Duration interval =
        values
            .duration(OpcNodeAttribute.OPC_PUBLISHING_INTERVAL)
            .or(() -> entry.duration(EntryAttribute.DATA_SET_PUBLISHING_INTERVAL))
            .orElse(defaults.writer().subscription().publishingInterval());
    return new Result(refused ? Optional.empty() : field, interval, List.copyOf(problems));
  }

  private Optional<PublishedField> field() {
    String id = values.text(OpcNodeAttribute.ID);
    PublishedNodesAttribute source = OpcNodeAttribute.ID;
    if (id.isEmpty()) {
      id = values.text(OpcNodeAttribute.EXPANDED_NODE_ID);
      source = OpcNodeAttribute.EXPANDED_NODE_ID;
    }
    Optional<ExpandedNodeId> nodeId = nodeId(id, source);
    if (nodeId.isEmpty()) {
      return Optional.empty();
    }
    String displayName = values.text(OpcNodeAttribute.DISPLAY_NAME);
    String fieldId = values.text(OpcNodeAttribute.DATA_SET_FIELD_ID);
    String name = !displayName.isEmpty() ? displayName : !fieldId.isEmpty() ? fieldId : id;
    PublishingDefaults.Field otherwise = defaults.field();
    boolean fetch =
        values.flag(
            OpcNodeAttribute.FETCH_DISPLAY_NAME,
            entry.flag(EntryAttribute.DATA_SET_FETCH_DISPLAY_NAMES, otherwise.fetchDisplayName()));
    return Optional.of(
        new PublishedField(
            name,
            id,
            item(id, nodeId.get()),
            fetch && displayName.isEmpty(),
            values.flag(OpcNodeAttribute.SKIP_FIRST, otherwise.skipFirst()),
            values
                .duration(OpcNodeAttribute.HEARTBEAT_INTERVAL)
                .or(() -> entry.duration(EntryAttribute.DEFAULT_HEARTBEAT_INTERVAL))
                .orElse(Duration.ZERO)));
  }

  private Optional<ExpandedNodeId> nodeId(String id, PublishedNodesAttribute source) {
    if (id.isEmpty()) {
      boolean impliesId =
          values.has(OpcNodeAttribute.BROWSE_PATH)
              || values.has(OpcNodeAttribute.MODEL_CHANGE_HANDLING);
      if (!impliesId && problems.stream().noneMatch(EntryProblem::refuses)) {
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
              "Node id \""
                  + id
                  + "\" is one of another server. Publish it with an entry for that server."));
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
              "IndexRange \"" + range + "\" is no range. Write for instance 0, 2:5 or 0:1,2:3."));
    }
    String key =
        id
            + (attribute == AttributeId.Value ? "" : "/" + attribute)
            + (range.isEmpty() ? "" : "[" + range + "]");
    return new MonitoredItem(
        key,
        nodeId,
        attribute,
        range,
        values
            .duration(OpcNodeAttribute.OPC_SAMPLING_INTERVAL)
            .or(() -> entry.duration(EntryAttribute.DATA_SET_SAMPLING_INTERVAL))
            .orElse(defaults.field().samplingInterval()),
        Math.max(1, values.count(OpcNodeAttribute.QUEUE_SIZE, defaults.field().queueSize())),
        !values.flag(OpcNodeAttribute.DISCARD_NEW, !defaults.field().discardOldest()),
        filter());
  }

  /** No filter where the file and the defaults ask for none: then the server need not have any. */
  private MonitoringFilter filter() {
    String trigger = values.text(OpcNodeAttribute.DATA_CHANGE_TRIGGER);
    Deadband deadband =
        switch (values.text(OpcNodeAttribute.DEADBAND_TYPE)) {
          case "Absolute" -> Deadband.ABSOLUTE;
          case "Percent" -> Deadband.PERCENT;
          default -> Deadband.NONE;
        };
    Optional<Double> size = values.get(OpcNodeAttribute.DEADBAND_VALUE, Double.class);
    if (deadband == Deadband.NONE) {
      if (size.isPresent()) {
        warn(
            OpcNodeAttribute.DEADBAND_VALUE,
            "DeadbandValue has no effect without DeadbandType. Add"
                + " \"DeadbandType\": \"Absolute\" or \"Percent\".");
      }
      if (trigger.isEmpty()) {
        return defaults.field().filter();
      }
    }
    return new MonitoringFilter.DataChange(
        trigger(trigger), deadband, deadband == Deadband.NONE ? 0 : size(deadband, size));
  }

  private double size(Deadband deadband, Optional<Double> size) {
    double wanted = size.orElse(0.0);
    double most = deadband == Deadband.PERCENT ? 100 : Double.MAX_VALUE;
    double taken = Math.min(Math.max(wanted, 0), most);
    if (taken != wanted) {
      warn(
          OpcNodeAttribute.DEADBAND_VALUE,
          "DeadbandValue " + wanted + " is out of range. It is taken for " + taken + ".");
    }
    return taken;
  }

  private Trigger trigger(String text) {
    return switch (text) {
      case "Status" -> Trigger.STATUS;
      case "StatusValue" -> Trigger.STATUS_VALUE;
      case "StatusValueTimestamp" -> Trigger.STATUS_VALUE_TIMESTAMP;
      default ->
          defaults.field().filter() instanceof MonitoringFilter.DataChange change
              ? change.trigger()
              : Trigger.STATUS_VALUE;
    };
  }

  private void warn(OpcNodeAttribute attribute, String cause) {
    problems.add(EntryProblem.warning(values.at(attribute).orElse(node.at()), cause));
  }
}
