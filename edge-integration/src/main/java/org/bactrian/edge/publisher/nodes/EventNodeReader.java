package org.bactrian.edge.publisher.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bactrian.edge.publisher.group.ConditionSnapshots;
import org.bactrian.opcua.event.EventFilterReader;
import org.bactrian.opcua.event.EventFilterSyntaxException;
import org.bactrian.opcua.subscription.MonitoringFilter;
import org.bactrian.opcua.subscription.MonitoringFilter.ConditionUse;

/** Reads event filter and condition handling of a node. */
final class EventNodeReader {

  private static final String UPDATE = "updateinterval";
  private static final String SNAPSHOT = "snapshotinterval";
  private static final String REFRESH = "refreshretainedconditionsonstart";
  private static final Set<String> MEMBERS = Set.of(UPDATE, SNAPSHOT, REFRESH);

  /** Shortest time from one snapshot to the next. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** Attributes that concern values only. */
  private static final List<PublishedNodesAttribute> OF_VALUES =
      List.of(
          OpcNodeAttribute.DATA_CHANGE_TRIGGER,
          OpcNodeAttribute.DEADBAND_TYPE,
          OpcNodeAttribute.SKIP_FIRST,
          OpcNodeAttribute.INDEX_RANGE,
          OpcNodeAttribute.HEARTBEAT_INTERVAL,
          OpcNodeAttribute.HEARTBEAT_INTERVAL_TIMESPAN);

  private final OpcNode node;
  private final AttributeValues values;
  private final List<EntryProblem> problems;

  /**
   * @param problems receives the problems found
   */
  EventNodeReader(OpcNode node, List<EntryProblem> problems) {
    this.node = node;
    this.values = node.values();
    this.problems = problems;
  }

  /**
   * Result of reading a node.
   *
   * @param filter events that are wanted
   * @param snapshots when their conditions are sent
   */
  record Result(MonitoringFilter.Events filter, ConditionSnapshots snapshots) {}

  /** Reads the events of a node; empty when it has no event filter, or a faulty one. */
  Optional<Result> read() {
    Optional<JsonNode> filter = values.get(OpcNodeAttribute.EVENT_FILTER, JsonNode.class);
    Optional<JsonNode> handling = values.get(OpcNodeAttribute.CONDITION_HANDLING, JsonNode.class);
    if (filter.isEmpty()) {
      String attribute = OpcNodeAttribute.EVENT_FILTER.text();
      if (handling.isPresent()
          && problems.stream().noneMatch(problem -> problem.attribute().equals(attribute))) {
        warn(
            OpcNodeAttribute.CONDITION_HANDLING,
            "ConditionHandling has no effect without EventFilter. Add one, or delete it.");
      }
      return Optional.empty();
    }
    for (PublishedNodesAttribute attribute : OF_VALUES) {
      if (values.has(attribute)) {
        warn(attribute, values.quoted(attribute) + " concerns values and has no effect on events.");
      }
    }
    Optional<Duration> snapshot = seconds(handling, SNAPSHOT, "SnapshotInterval");
    Optional<Duration> update = seconds(handling, UPDATE, "UpdateInterval");
    boolean refresh = refresh(handling);
    handling.ifPresent(this::warnOfUnknown);
    if (snapshot.isEmpty() && update.isPresent()) {
      warn(
          OpcNodeAttribute.CONDITION_HANDLING,
          "ConditionHandling has an UpdateInterval and no SnapshotInterval. Events are published as"
              + " they come. Add \"SnapshotInterval\": 60 for snapshots of active conditions.");
    }
    try {
      EventFilterReader.Result read = EventFilterReader.read(filter.get());
      read.unknown()
          .forEach(
              member ->
                  warn(
                      OpcNodeAttribute.EVENT_FILTER,
                      AttributeValues.quoted(member)
                          + " of EventFilter means nothing here. It is ignored."));
      ConditionUse use =
          snapshot.isPresent()
              ? ConditionUse.FOLLOWED
              : refresh ? ConditionUse.REFRESHED : ConditionUse.CHANGES_ONLY;
      return Optional.of(
          new Result(
              new MonitoringFilter.Events(read.filter(), use),
              snapshot
                  .map(interval -> new ConditionSnapshots(update.orElse(interval), interval))
                  .orElse(ConditionSnapshots.NONE)));
    } catch (EventFilterSyntaxException e) {
      problems.add(
          EntryProblem.error(
              at(OpcNodeAttribute.EVENT_FILTER),
              "EventFilter is not usable: " + e.getMessage() + ". " + e.remedy()));
      return Optional.empty();
    }
  }

  private Optional<Duration> seconds(Optional<JsonNode> handling, String member, String name) {
    Optional<JsonNode> value = member(handling, member);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    Optional<Long> number = AttributeType.Whole.wholeNumber(value.get());
    if (number.isEmpty() || number.get() < 0 || number.get() > Integer.MAX_VALUE) {
      error(name + " of ConditionHandling is not a number of seconds. Write for instance 10.");
      return Optional.empty();
    }
    Duration interval = Duration.ofSeconds(number.get());
    return Optional.of(interval.compareTo(SHORTEST) < 0 ? SHORTEST : interval);
  }

  private boolean refresh(Optional<JsonNode> handling) {
    String text = member(handling, REFRESH).map(JsonNode::asText).orElse("false");
    if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
      error(
          "RefreshRetainedConditionsOnStart of ConditionHandling is neither true nor false. Write"
              + " true or false.");
    }
    return text.equalsIgnoreCase("true");
  }

  private static Optional<JsonNode> member(Optional<JsonNode> handling, String member) {
    return handling.stream()
        .flatMap(json -> json.properties().stream())
        .filter(one -> nameOf(one).equals(member))
        .map(Map.Entry::getValue)
        .filter(value -> !value.isNull())
        .findFirst();
  }

  private void warnOfUnknown(JsonNode handling) {
    for (Map.Entry<String, JsonNode> member : handling.properties()) {
      if (!MEMBERS.contains(nameOf(member))) {
        warn(
            OpcNodeAttribute.CONDITION_HANDLING,
            AttributeValues.quoted(member.getKey())
                + " of ConditionHandling means nothing here. It is ignored.");
      }
    }
  }

  private static String nameOf(Map.Entry<String, JsonNode> member) {
    return member.getKey().strip().toLowerCase(Locale.ROOT);
  }

  private FileLocation at(PublishedNodesAttribute attribute) {
    return values.at(attribute).orElse(node.at());
  }

  private void error(String cause) {
    problems.add(EntryProblem.error(at(OpcNodeAttribute.CONDITION_HANDLING), cause));
  }

  private void warn(PublishedNodesAttribute attribute, String cause) {
    problems.add(EntryProblem.warning(at(attribute), cause));
  }
}
