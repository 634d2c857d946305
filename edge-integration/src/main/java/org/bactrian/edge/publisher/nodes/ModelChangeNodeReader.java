package org.bactrian.edge.publisher.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bactrian.edge.publisher.group.ConditionSnapshots;
import org.bactrian.edge.publisher.group.FieldAccess;
import org.bactrian.edge.publisher.group.Heartbeat;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.model.time.TimeSpanText;
import org.bactrian.opcua.event.EventFilterDefinition;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.bactrian.opcua.subscription.MonitoringFilter;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.jspecify.annotations.Nullable;

/**
 * Reads a node with ModelChangeHandling: the events by which the server tells that nodes were
 * added, removed or changed (Part 3, 9.32).
 */
final class ModelChangeNodeReader {

  private static final String INTERVAL = "RebrowseIntervalTimespan";

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private final OpcNode node;
  private final List<EntryProblem> problems;

  /** Maker of an item for the events of a node. */
  @FunctionalInterface
  interface ItemFactory {
    MonitoredItem events(String id, ExpandedNodeId nodeId, MonitoringFilter.Events filter);
  }

  /**
   * @param problems receives the problems found
   */
  ModelChangeNodeReader(OpcNode node, List<EntryProblem> problems) {
    this.node = node;
    this.problems = problems;
  }

  /** The field of the events; they are the server's, whatever node is named. */
  Optional<PublishedField> field(ItemFactory items) {
    AttributeValues values = node.values();
    String displayName = values.text(OpcNodeAttribute.DISPLAY_NAME);
    String id = NodeIds.Server.toParseableString();
    return Optional.of(
        new PublishedField(
            displayName.isEmpty() ? values.text(OpcNodeAttribute.DATA_SET_FIELD_ID) : displayName,
            id,
            items.events(
                id,
                NodeIds.Server.expanded(),
                new MonitoringFilter.Events(
                    EventFilterDefinition.ofType(NodeIds.BaseModelChangeEventType.expanded()),
                    MonitoringFilter.ConditionUse.CHANGES_ONLY)),
            false,
            false,
            Heartbeat.NONE,
            ConditionSnapshots.NONE,
            "",
            new FieldAccess(List.of(), null, interval()),
            ""));
  }

  private @Nullable Duration interval() {
    Optional<JsonNode> value =
        node.values().get(OpcNodeAttribute.MODEL_CHANGE_HANDLING, JsonNode.class).stream()
            .flatMap(json -> json.properties().stream())
            .filter(member -> member.getKey().equalsIgnoreCase(INTERVAL))
            .map(Map.Entry::getValue)
            .filter(json -> !json.isNull())
            .findFirst();
    if (value.isEmpty()) {
      return null;
    }
    Optional<Duration> interval =
        TimeSpanText.parse(value.get().asText()).filter(period -> period.compareTo(SHORTEST) >= 0);
    if (interval.isPresent()) {
      return interval.get();
    }
    problems.add(
        EntryProblem.error(
            node.values().at(OpcNodeAttribute.MODEL_CHANGE_HANDLING).orElse(node.at()),
            "RebrowseIntervalTimespan of ModelChangeHandling is no time of a second or more. Write"
                + " for instance \"12:00:00\"."));
    return null;
  }
}
