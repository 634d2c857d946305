package org.bactrian.edge.publisher.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.jspecify.annotations.Nullable;

/**
 * Methods that change or tell what is published, by entries of the published nodes file. Each takes
 * JSON and returns an object that is written as JSON. Thread-safe.
 */
public final class ConfigurationOperations {

  private static final String ENDPOINT_URL = "EndpointUrl";

  private final PublishedNodesEditor editor;
  private final PublishingDiagnostics diagnostics;

  public ConfigurationOperations(PublishedNodesEditor editor, PublishingDiagnostics diagnostics) {
    this.editor = editor;
    this.diagnostics = diagnostics;
  }

  /** Answer of an operation that has nothing to tell. */
  public record Done() {}

  /**
   * Entries of the file.
   *
   * @param endpoints the entries, without passwords
   */
  public record ConfiguredEndpoints(List<ObjectNode> endpoints) {}

  /**
   * Nodes of a DataSet.
   *
   * @param opcNodes the nodes in the order of the file
   */
  public record ConfiguredNodes(List<ObjectNode> opcNodes) {}

  /** Method PublishNodes: adds nodes to a DataSet, which is made where it is not there. */
  public Done publishNodes(@Body JsonNode request) {
    ObjectNode wanted = PublishedNodesRequests.entry(request, "");
    List<ObjectNode> nodes = PublishedNodesRequests.nodes(wanted, "");
    PublishedNodesRequests.requireUrl(wanted, "");
    if (nodes.isEmpty()) {
      throw new OperationException(
          FaultKind.BAD_REQUEST, "/OpcNodes is missing or empty. Name the nodes to publish.");
    }
    return editor.change(
        document -> {
          add(document, wanted, nodes);
          return new Done();
        });
  }

  private static void add(
      PublishedNodesDocument document, ObjectNode wanted, List<ObjectNode> nodes) {
    List<ObjectNode> present = document.meantBy(wanted);
    if (present.isEmpty()) {
      ObjectNode entry = wanted.deepCopy();
      PublishedNodesDocument.setNodes(entry, distinct(nodes, wanted));
      document.add(entry);
      return;
    }
    Set<NodeIdentity> known = new HashSet<>();
    present.forEach(
        entry ->
            PublishedNodesDocument.nodes(entry).forEach(node -> known.add(identity(node, entry))));
    ObjectNode target = present.get(0);
    List<ObjectNode> grown = new ArrayList<>(PublishedNodesDocument.nodes(target));
    for (ObjectNode node : nodes) {
      ObjectNode added = withInterval(node, wanted, target);
      if (known.add(identity(added, target))) {
        grown.add(added);
      }
    }
    if (grown.size() > PublishedNodesDocument.nodes(target).size()) {
      PublishedNodesDocument.setNodes(target, grown);
    }
  }

  private static List<ObjectNode> distinct(List<ObjectNode> nodes, ObjectNode entry) {
    Set<NodeIdentity> known = new HashSet<>();
    return nodes.stream().filter(node -> known.add(identity(node, entry))).toList();
  }

  private static NodeIdentity identity(ObjectNode node, ObjectNode entry) {
    return NodeIdentity.of(node, PublishedNodesDocument.interval(entry));
  }

  /** A node has the interval of the request's entry, which may differ from that of the file's. */
  private static ObjectNode withInterval(ObjectNode node, ObjectNode wanted, ObjectNode target) {
    String interval = PublishedNodesDocument.interval(wanted);
    boolean inherits =
        AttributeAccess.has(node, NodeIdentity.PUBLISHING_INTERVAL)
            || AttributeAccess.has(node, NodeIdentity.PUBLISHING_INTERVAL + "Timespan")
            || interval.isEmpty()
            || interval.equals(PublishedNodesDocument.interval(target));
    if (inherits) {
      return node;
    }
    ObjectNode own = node.deepCopy();
    for (String suffix : List.of("", "Timespan")) {
      AttributeAccess.set(
          own,
          NodeIdentity.PUBLISHING_INTERVAL + suffix,
          AttributeAccess.get(wanted, PublishedNodesDocument.INTERVAL + suffix));
    }
    return own;
  }

  /** Method UnpublishNodes: takes nodes from a DataSet, or the DataSet without any named. */
  public Done unpublishNodes(@Body JsonNode request) {
    ObjectNode unwanted = PublishedNodesRequests.entry(request, "");
    List<ObjectNode> nodes = PublishedNodesDocument.nodes(unwanted);
    return editor.change(
        document -> {
          List<ObjectNode> present = found(document, unwanted);
          if (nodes.isEmpty()) {
            document.remove(present);
          } else {
            removeNodes(document, present, unwanted, nodes);
          }
          return new Done();
        });
  }

  private static void removeNodes(
      PublishedNodesDocument document,
      List<ObjectNode> present,
      ObjectNode unwanted,
      List<ObjectNode> nodes) {
    Set<NodeIdentity> known = new HashSet<>();
    Set<String> ids = new HashSet<>();
    for (ObjectNode entry : present) {
      for (ObjectNode node : PublishedNodesDocument.nodes(entry)) {
        NodeIdentity identity = identity(node, entry);
        known.add(identity);
        ids.add(identity.id());
      }
    }
    Set<NodeIdentity> exact = new HashSet<>();
    Set<String> byId = new HashSet<>();
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      NodeIdentity identity = identity(nodes.get(i), unwanted);
      if (known.contains(identity)) {
        exact.add(identity);
      } else if (NodeIdentity.isOnlyId(nodes.get(i)) && ids.contains(identity.id())) {
        byId.add(identity.id());
      } else {
        missing.add("/OpcNodes/" + i + " (" + NodeIdentity.id(nodes.get(i)).orElse("no id") + ")");
      }
    }
    if (!missing.isEmpty()) {
      throw new OperationException(
          FaultKind.NOT_FOUND,
          "Nodes not found: "
              + String.join(", ", missing)
              + ". GetConfiguredNodesOnEndpoint lists those that are there. Nothing was removed.");
    }
    for (ObjectNode entry : present) {
      List<ObjectNode> kept =
          PublishedNodesDocument.nodes(entry).stream()
              .filter(node -> !exact.contains(identity(node, entry)))
              .filter(node -> !byId.contains(identity(node, entry).id()))
              .toList();
      if (kept.isEmpty()) {
        document.remove(List.of(entry));
      } else {
        PublishedNodesDocument.setNodes(entry, kept);
      }
    }
  }

  private static List<ObjectNode> found(PublishedNodesDocument document, ObjectNode meant) {
    List<ObjectNode> present = document.meantBy(meant);
    if (present.isEmpty()) {
      throw new OperationException(
          FaultKind.NOT_FOUND,
          ("Endpoint not found: %s. There is no entry with the group, writer, security, user and"
                  + " other settings of the request; GetConfiguredEndpoints lists the entries.")
              .formatted(AttributeAccess.text(meant, ENDPOINT_URL)));
    }
    return present;
  }

  /** Method UnpublishAllNodes: removes a DataSet, or all without an endpoint. */
  public Done unpublishAllNodes(@Body @Nullable JsonNode request) {
    ObjectNode unwanted =
        request == null || request.isNull() || request.isMissingNode()
            ? JsonNodeFactory.instance.objectNode()
            : PublishedNodesRequests.entry(request, "");
    return editor.change(
        document -> {
          if (AttributeAccess.text(unwanted, ENDPOINT_URL).isBlank()) {
            document.clear();
          } else {
            document.remove(found(document, unwanted));
          }
          return new Done();
        });
  }

  /**
   * Method AddOrUpdateEndpoints: gives DataSets the nodes of the request, and removes those that
   * have none there.
   */
  public Done addOrUpdateEndpoints(@Body JsonNode request) {
    List<ObjectNode> wanted = PublishedNodesRequests.entries(request, "");
    Map<DataSetIdentity, Integer> seen = new HashMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      PublishedNodesRequests.requireUrl(wanted.get(i), "/" + i);
      PublishedNodesRequests.nodes(wanted.get(i), "/" + i);
      Integer other = seen.put(DataSetIdentity.of(wanted.get(i)), i);
      if (other != null) {
        throw new OperationException(
            FaultKind.BAD_REQUEST,
            ("/%d and /%d are for the same endpoint, with the same settings. Put their nodes into"
                    + " one entry.")
                .formatted(other, i));
      }
    }
    return editor.change(
        document -> {
          for (ObjectNode entry : wanted) {
            if (PublishedNodesDocument.nodes(entry).isEmpty()) {
              document.remove(found(document, entry));
            }
          }
          for (ObjectNode entry : wanted) {
            if (!PublishedNodesDocument.nodes(entry).isEmpty()) {
              update(document, entry);
            }
          }
          return new Done();
        });
  }

  private static void update(PublishedNodesDocument document, ObjectNode wanted) {
    List<ObjectNode> present = document.meantBy(wanted);
    if (present.isEmpty()) {
      document.add(wanted.deepCopy());
      return;
    }
    ObjectNode target = present.get(0);
    PublishedNodesDocument.setNodes(target, PublishedNodesDocument.nodes(wanted));
    PublishedNodesDocument.setInterval(target, wanted);
    document.remove(present.subList(1, present.size()));
  }

  /** Method GetConfiguredEndpoints: the entries of the file. */
  public ConfiguredEndpoints getConfiguredEndpoints(@Header("IncludeNodes") String includeNodes) {
    boolean nodes = "true".equalsIgnoreCase(includeNodes);
    return editor.read(
        document ->
            new ConfiguredEndpoints(
                document.entries().stream()
                    .map(entry -> PublishedNodesRequests.answer(entry, nodes))
                    .toList()));
  }

  /** Method SetConfiguredEndpoints: replaces all entries. */
  public Done setConfiguredEndpoints(@Body JsonNode request) {
    List<ObjectNode> wanted =
        request instanceof ObjectNode object && AttributeAccess.has(object, "endpoints")
            ? PublishedNodesRequests.entries(AttributeAccess.get(object, "endpoints"), "/endpoints")
            : List.of();
    for (int i = 0; i < wanted.size(); i++) {
      PublishedNodesRequests.requireUrl(wanted.get(i), "/endpoints/" + i);
      PublishedNodesRequests.nodes(wanted.get(i), "/endpoints/" + i);
    }
    return editor.change(
        document -> {
          List<ObjectNode> entries = new ArrayList<>();
          wanted.forEach(entry -> entries.add(withSecrets(entry, document.meantBy(entry))));
          document.clear();
          entries.forEach(document::add);
          return new Done();
        });
  }

  /** Answers tell no secrets, so an entry that comes back without one keeps what it has. */
  private static ObjectNode withSecrets(ObjectNode wanted, List<ObjectNode> present) {
    ObjectNode entry = wanted.deepCopy();
    for (String name : DataSetIdentity.SECRETS) {
      if (!present.isEmpty() && !AttributeAccess.has(wanted, name)) {
        AttributeAccess.set(entry, name, AttributeAccess.get(present.get(0), name));
      }
    }
    return entry;
  }

  /** Method GetConfiguredNodesOnEndpoint: the nodes of a DataSet. */
  public ConfiguredNodes getConfiguredNodesOnEndpoint(@Body JsonNode request) {
    ObjectNode meant = PublishedNodesRequests.entry(request, "");
    PublishedNodesRequests.requireUrl(meant, "");
    return editor.read(
        document ->
            new ConfiguredNodes(
                found(document, meant).stream()
                    .flatMap(entry -> PublishedNodesDocument.nodes(entry).stream())
                    .toList()));
  }

  /** Method GetDiagnosticInfo: the work of each WriterGroup of the file. */
  public List<PublishingDiagnostics.GroupDiagnostics> getDiagnosticInfo() {
    return editor.read(
        document ->
            diagnostics.of(
                document.entries().stream()
                    .map(entry -> PublishedNodesRequests.answer(entry, true))
                    .toList()));
  }
}
