package org.bactrian.edge.publisher.configuration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bactrian.edge.publisher.configuration.ComparedAttribute.Form;

/**
 * Identity of a node of a DataSet: all that it says. A node that is there with the same settings is
 * the same node.
 *
 * @param id id of the node
 * @param settings values of all else
 */
record NodeIdentity(String id, List<String> settings) {

  static final String ID = "Id";
  static final String EXPANDED_ID = "ExpandedNodeId";
  static final String FIELD_ID = "DataSetFieldId";
  static final String PUBLISHING_INTERVAL = "OpcPublishingInterval";

  private static final String ROOT_FOLDER = "i=84";
  private static final String SERVER = "i=2253";

  private static final List<ComparedAttribute> COMPARED =
      Stream.of(
              all(
                  Form.NAME,
                  "DisplayName",
                  "Topic",
                  FIELD_ID,
                  "DataSetClassFieldId",
                  "DataChangeTrigger",
                  "DeadbandType",
                  "AttributeId"),
              all(Form.TEXT, "IndexRange"),
              all(
                  Form.MILLISECONDS,
                  PUBLISHING_INTERVAL,
                  "OpcSamplingInterval",
                  "CyclicReadMaxAge"),
              all(Form.SECONDS, "HeartbeatInterval"),
              all(Form.FLAG, "SkipFirst", "DiscardNew", "UseCyclicRead", "RegisterNode"),
              all(Form.VALUE, "QueueSize", "DeadbandValue", "BrowsePath"),
              all(
                  Form.STRUCTURE,
                  "EventFilter",
                  "ModelChangeHandling",
                  "ConditionHandling",
                  "TriggeredNodes"))
          .flatMap(List::stream)
          .toList();

  NodeIdentity {
    settings = List.copyOf(settings);
  }

  private static List<ComparedAttribute> all(Form form, String... names) {
    return Stream.of(names).map(name -> new ComparedAttribute(name, form)).toList();
  }

  /**
   * The identity of a node.
   *
   * @param node the node
   * @param interval publishing interval of its entry, for a node without one; empty for none
   */
  static NodeIdentity of(ObjectNode node, String interval) {
    return new NodeIdentity(
        ComparedAttribute.caseless(id(node).orElse("")),
        Stream.concat(
                COMPARED.stream()
                    .map(
                        attribute ->
                            attribute.name().equals(PUBLISHING_INTERVAL)
                                    && attribute.of(node).isEmpty()
                                ? interval
                                : attribute.of(node)),
                Stream.of(
                    ComparedAttribute.nameOr(node, "QualityOfService", "AtLeastOnce"),
                    ComparedAttribute.nameOr(node, "HeartbeatBehavior", "WatchdogLKV")))
            .toList());
  }

  /** Returns whether a node of a request says nothing but which node it is. */
  static boolean isOnlyId(ObjectNode node) {
    return node.properties().stream()
        .allMatch(
            member ->
                member.getValue().isNull()
                    || member.getKey().equalsIgnoreCase(ID)
                    || member.getKey().equalsIgnoreCase(EXPANDED_ID));
  }

  /** The id of a node, or that of the place where a path or the changes of a model begin. */
  static Optional<String> id(ObjectNode node) {
    for (String name : List.of(ID, EXPANDED_ID)) {
      String id = AttributeAccess.text(node, name);
      if (!id.isBlank()) {
        return Optional.of(id);
      }
    }
    if (!AttributeAccess.get(node, "BrowsePath").isEmpty()) {
      return Optional.of(ROOT_FOLDER);
    }
    return AttributeAccess.has(node, "ModelChangeHandling")
        ? Optional.of(SERVER)
        : Optional.empty();
  }
}
