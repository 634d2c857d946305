package org.bactrian.edge.publisher.configuration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Body;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.jspecify.annotations.Nullable;

/**
 * Methods that publish single nodes of a server, as OPC Publisher's callers of version 2.8 do. The
 * nodes of a connection are an entry of the published nodes file. Thread-safe.
 */
public final class PublishedItemOperations {

  private static final String NODE_ID = "nodeId";

  /** Members of an item and the attributes of the node that say the same. */
  private static final Map<String, String> ATTRIBUTES =
      Map.of(
          "displayName", "DisplayName",
          "publishingInterval", "OpcPublishingIntervalTimespan",
          "samplingInterval", "OpcSamplingIntervalTimespan",
          "heartbeatInterval", "HeartbeatIntervalTimespan");

  private final PublishedNodesEditor editor;

  public PublishedItemOperations(PublishedNodesEditor editor) {
    this.editor = editor;
  }

  /**
   * Node that is published.
   *
   * @param nodeId id of the node
   * @param displayName name of its field
   * @param publishingInterval time between notifications
   * @param samplingInterval time between samples
   * @param heartbeatInterval time after which a value is sent again
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ListedItem(
      String nodeId,
      @Nullable String displayName,
      @Nullable String publishingInterval,
      @Nullable String samplingInterval,
      @Nullable String heartbeatInterval) {}

  /**
   * Nodes that are published.
   *
   * @param items the nodes
   */
  public record PublishedItems(List<ListedItem> items) {

    public PublishedItems {
      items = List.copyOf(items);
    }
  }

  /** Method PublishStart: publishes a node, or changes how it is published. */
  public ConfigurationOperations.Done publishStart(@Body JsonNode request) {
    ObjectNode item = item(body(request).path("item"), "/request/item");
    return change(request, List.of(item), Set.of());
  }

  /** Method PublishStop: takes a node from those that are published. */
  public ConfigurationOperations.Done publishStop(@Body JsonNode request) {
    String id = body(request).path(NODE_ID).asText("");
    if (id.isBlank()) {
      throw PublishedNodesRequests.refused("/request/nodeId", "is missing.");
    }
    return change(request, List.of(), Set.of(id));
  }

  /** Method PublishBulk: takes nodes from those that are published, and publishes others. */
  public ConfigurationOperations.Done publishBulk(@Body JsonNode request) {
    List<ObjectNode> added = new ArrayList<>();
    for (JsonNode item : body(request).path("nodesToAdd")) {
      added.add(item(item, "/request/nodesToAdd/" + added.size()));
    }
    Set<String> removed = new HashSet<>();
    body(request).path("nodesToRemove").forEach(id -> removed.add(id.asText()));
    if (!body(request).has("nodesToAdd") && !body(request).has("nodesToRemove")) {
      throw PublishedNodesRequests.refused(
          "/request", "names no nodes. Write nodesToAdd or nodesToRemove.");
    }
    return change(request, added, removed);
  }

  /** Method PublishList: nodes that are published for a connection, without those of events. */
  public PublishedItems publishList(@Body JsonNode request) {
    ObjectNode entry = ConnectionEntries.entry(request.path("connection"));
    return editor.read(
        document ->
            new PublishedItems(
                document.meantBy(entry).stream()
                    .flatMap(found -> PublishedNodesDocument.nodes(found).stream())
                    .filter(node -> !AttributeAccess.has(node, "EventFilter"))
                    .map(PublishedItemOperations::item)
                    .toList()));
  }

  private static ListedItem item(ObjectNode node) {
    return new ListedItem(
        NodeIdentity.id(node).orElse(""),
        told(node, "displayName"),
        told(node, "publishingInterval"),
        told(node, "samplingInterval"),
        told(node, "heartbeatInterval"));
  }

  private static @Nullable String told(ObjectNode node, String member) {
    String text = AttributeAccess.text(node, ATTRIBUTES.getOrDefault(member, member));
    return text.isEmpty() ? null : text;
  }

  private ConfigurationOperations.Done change(
      JsonNode request, List<ObjectNode> added, Set<String> removed) {
    ObjectNode entry = ConnectionEntries.entry(request.path("connection"));
    return editor.change(
        document -> {
          for (ObjectNode present : document.meantBy(entry)) {
            remove(present, removed);
          }
          if (!added.isEmpty()) {
            Optional<ObjectNode> present = document.meantBy(entry).stream().findFirst();
            ObjectNode target = present.orElse(entry.deepCopy());
            added.forEach(item -> put(target, item));
            if (present.isEmpty()) {
              document.add(target);
            }
          }
          return new ConfigurationOperations.Done();
        });
  }

  private static void remove(ObjectNode entry, Set<String> removed) {
    List<ObjectNode> nodes = PublishedNodesDocument.nodes(entry);
    List<ObjectNode> kept =
        nodes.stream().filter(node -> !removed.contains(NodeIdentity.id(node).orElse(""))).toList();
    if (kept.size() < nodes.size()) {
      PublishedNodesDocument.setNodes(entry, kept);
    }
  }

  private static void put(ObjectNode entry, ObjectNode item) {
    List<ObjectNode> nodes = new ArrayList<>(PublishedNodesDocument.nodes(entry));
    String id = item.path(NODE_ID).asText();
    Optional<ObjectNode> present =
        nodes.stream().filter(node -> NodeIdentity.id(node).orElse("").equals(id)).findFirst();
    ObjectNode node =
        present.orElseGet(() -> JsonNodeFactory.instance.objectNode().put(NodeIdentity.ID, id));
    ATTRIBUTES.forEach(
        (member, attribute) -> AttributeAccess.set(node, attribute, item.path(member)));
    for (String member : List.of("publishingInterval", "samplingInterval", "heartbeatInterval")) {
      // The number of the same name would say something else.
      AttributeAccess.remove(
          node, ATTRIBUTES.getOrDefault(member, member).replaceAll("Timespan$", ""));
    }
    if (present.isEmpty()) {
      nodes.add(node);
    }
    PublishedNodesDocument.setNodes(entry, nodes);
  }

  private static JsonNode body(JsonNode request) {
    return request.path("request");
  }

  private static ObjectNode item(JsonNode item, String pointer) {
    if (item instanceof ObjectNode object && !item.path(NODE_ID).asText("").isBlank()) {
      return object;
    }
    throw new OperationException(
        FaultKind.BAD_REQUEST, pointer + "/nodeId is missing. Name the node to publish.");
  }
}
