package org.bactrian.edge.publisher.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;

/** Entries and nodes as operations take and give them. */
final class PublishedNodesRequests {

  private PublishedNodesRequests() {}

  /**
   * An entry of a request.
   *
   * @param pointer JSON pointer of the entry in the request
   */
  static ObjectNode entry(JsonNode request, String pointer) {
    if (request instanceof ObjectNode entry) {
      return entry;
    }
    throw refused(pointer, "is no entry. Write { \"EndpointUrl\": …, \"OpcNodes\": … }.");
  }

  /** The entries of a request. */
  static List<ObjectNode> entries(JsonNode request, String pointer) {
    if (!(request instanceof ArrayNode list)) {
      throw refused(pointer, "is no list of entries. Put them in [ ].");
    }
    List<ObjectNode> entries = new ArrayList<>();
    for (JsonNode entry : list) {
      entries.add(entry(entry, pointer + "/" + entries.size()));
    }
    return entries;
  }

  /** The nodes of an entry of a request, each of which must say which node it is. */
  static List<ObjectNode> nodes(ObjectNode entry, String pointer) {
    return nodes(PublishedNodesDocument.nodes(entry), pointer + "/" + PublishedNodesDocument.NODES);
  }

  /** Nodes of a request, each of which must say which node it is. */
  static List<ObjectNode> nodes(List<ObjectNode> nodes, String pointer) {
    for (int i = 0; i < nodes.size(); i++) {
      if (NodeIdentity.id(nodes.get(i)).isEmpty()) {
        throw refused(pointer + "/" + i, "has no Id. Write {\"Id\": \"nsu=http://…;s=Name\"}.");
      }
    }
    return nodes;
  }

  static void requireUrl(ObjectNode entry, String pointer) {
    if (AttributeAccess.text(entry, "EndpointUrl").isBlank()) {
      throw refused(pointer + "/EndpointUrl", "is missing. Write opc.tcp://host:port.");
    }
  }

  /**
   * An entry for an answer, which tells no passwords.
   *
   * @param withNodes whether it tells the nodes
   */
  static ObjectNode answer(ObjectNode entry, boolean withNodes) {
    ObjectNode told = entry.deepCopy();
    DataSetIdentity.SECRETS.forEach(name -> AttributeAccess.remove(told, name));
    if (withNodes) {
      PublishedNodesDocument.setNodes(told, PublishedNodesDocument.nodes(entry));
    } else {
      AttributeAccess.remove(told, PublishedNodesDocument.NODES);
      AttributeAccess.remove(told, "NodeId");
    }
    return told;
  }

  static OperationException refused(String pointer, String reason) {
    return new OperationException(
        FaultKind.BAD_REQUEST, (pointer.isEmpty() ? "The request" : pointer) + " " + reason);
  }
}
