package org.bactrian.edge.expansion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;

/**
 * Entry whose nodes can be expanded: each has an id, a field id that no other one has, and no
 * publishing interval of its own.
 *
 * @param entry the entry without its nodes
 * @param nodes its nodes, each with its DataSetFieldId
 */
public record ExpandableEntry(ObjectNode entry, List<ObjectNode> nodes) {

  private static final String NODES = "OpcNodes";
  private static final String FIELD_ID = "DataSetFieldId";

  public ExpandableEntry {
    nodes = List.copyOf(nodes);
  }

  /**
   * Reads an entry.
   *
   * @throws OperationException of kind BAD_REQUEST when it is none of that kind; its message begins
   *     with the JSON pointer of what is wrong
   */
  public static ExpandableEntry of(JsonNode json) {
    if (!json.isObject()) {
      throw wrong("/entry: is no object. Write an entry of a published nodes file.");
    }
    ObjectNode entry = json.deepCopy();
    JsonNode list = EntryMembers.find(entry, NODES).orElse(null);
    if (list == null || !list.isArray()) {
      throw wrong("/entry/OpcNodes: is missing. Write the nodes to expand, or [] for none.");
    }
    EntryMembers.remove(entry, NODES);
    Set<String> fieldIds = new HashSet<>();
    List<ObjectNode> nodes = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      nodes.add(node(list.get(i), "/entry/OpcNodes/" + i, fieldIds));
    }
    return new ExpandableEntry(entry, nodes);
  }

  private static ObjectNode node(JsonNode json, String pointer, Set<String> fieldIds) {
    if (!json.isObject()) {
      throw wrong(pointer + ": is no object. Write {\"Id\": \"ns=2;s=Name\"}.");
    }
    ObjectNode node = json.deepCopy();
    String id = idOf(node);
    if (id.isEmpty() && EntryMembers.texts(node, "BrowsePath").isEmpty()) {
      throw wrong(pointer + "/Id: is missing. Write \"Id\": \"ns=2;s=Name\".");
    }
    for (String interval : List.of("OpcPublishingInterval", "OpcPublishingIntervalTimespan")) {
      if (EntryMembers.find(node, interval).isPresent()) {
        throw wrong(
            "%s/%s: nodes of one writer have one interval. Write DataSetPublishingInterval at the entry."
                .formatted(pointer, interval));
      }
    }
    String fieldId = EntryMembers.text(node, FIELD_ID);
    EntryMembers.put(node, FIELD_ID, fieldId.isEmpty() ? id : fieldId);
    if (!fieldIds.add(fieldId.isEmpty() ? id : fieldId)) {
      throw wrong(
          "%s/DataSetFieldId: \"%s\" is the one of another node too. Write one that is unique in the entry."
              .formatted(pointer, fieldId.isEmpty() ? id : fieldId));
    }
    return node;
  }

  /** The id of a node as text, empty where it has none. */
  static String idOf(ObjectNode node) {
    String id = EntryMembers.text(node, "Id");
    return id.isEmpty() ? EntryMembers.text(node, "ExpandedNodeId") : id;
  }

  /** The field id of one of its nodes. */
  static String fieldIdOf(ObjectNode node) {
    return EntryMembers.text(node, FIELD_ID);
  }

  /** The entry with other nodes. */
  ObjectNode with(List<ObjectNode> others) {
    ObjectNode copy = entry.deepCopy();
    copy.putArray(NODES).addAll(others);
    return copy;
  }

  private static OperationException wrong(String message) {
    return new OperationException(FaultKind.BAD_REQUEST, message);
  }
}
