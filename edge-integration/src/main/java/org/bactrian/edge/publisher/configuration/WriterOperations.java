package org.bactrian.edge.publisher.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.jspecify.annotations.Nullable;

/**
 * Methods that change DataSetWriters and their nodes one by one: a writer is the one entry of the
 * published nodes file with the names of its group and itself, a node has its DataSetFieldId in it,
 * or its Id without one. Thread-safe.
 */
public final class WriterOperations {

  private static final String GROUP = "DataSetWriterGroup";
  private static final String WRITER = "DataSetWriterId";

  private final PublishedNodesEditor editor;

  public WriterOperations(PublishedNodesEditor editor) {
    this.editor = editor;
  }

  /** Method CreateOrUpdateDataSetWriterEntry: puts a writer in the place of that of its names. */
  public @Nullable Object createOrUpdateDataSetWriterEntry(@Body JsonNode request) {
    createOrUpdate(List.of(PublishedNodesRequests.entry(request, "")));
    return null;
  }

  /**
   * Puts writers in the places of those of their names, all or none.
   *
   * @throws OperationException of kind BAD_REQUEST or INVALID_STATE when one of them is refused
   */
  public void createOrUpdate(List<ObjectNode> entries) {
    List<ObjectNode> all = entries.stream().map(WriterOperations::checked).toList();
    editor.change(
        document -> {
          Map<List<String>, List<ObjectNode>> present =
              document.entries().stream().collect(Collectors.groupingBy(WriterOperations::names));
          all.forEach(wanted -> put(document, present, wanted));
          return true;
        });
  }

  /** Returns the names of a writer: its group's and its own. */
  private static List<String> names(ObjectNode entry) {
    return List.of(AttributeAccess.text(entry, GROUP), AttributeAccess.text(entry, WRITER));
  }

  private static ObjectNode checked(ObjectNode entry) {
    ObjectNode wanted = entry.deepCopy();
    PublishedNodesRequests.requireUrl(wanted, "");
    List<ObjectNode> nodes = PublishedNodesDocument.nodes(wanted);
    if (!nodes.isEmpty()) {
      PublishedNodesDocument.setNodes(wanted, fields(nodes, "/OpcNodes"));
    }
    return wanted;
  }

  /** Puts a writer into the document, and in the place of what is there by its names. */
  private static void put(
      PublishedNodesDocument document,
      Map<List<String>, List<ObjectNode>> present,
      ObjectNode wanted) {
    ObjectNode entry = wanted.deepCopy();
    List<ObjectNode> before = present.put(names(wanted), List.of(entry));
    if (before == null) {
      document.add(entry);
    } else {
      requireOne(before);
      document.replace(before.get(0), entry);
    }
  }

  /**
   * Lets pass when the file can be changed.
   *
   * @throws OperationException when there is no such file, or it is damaged
   */
  public void requireFile() {
    editor.read(document -> true);
  }

  /** Method GetDataSetWriterEntry: a writer without its nodes and secrets. */
  public ObjectNode getDataSetWriterEntry(
      @Header("dataSetWriterGroup") String group, @Header("dataSetWriterId") String writer) {
    return editor.read(
        document -> PublishedNodesRequests.answer(find(document, group, writer), false));
  }

  /** Method AddOrUpdateNodes: puts nodes in the places of those of their ids, or adds them. */
  public @Nullable Object addOrUpdateNodes(
      @Header("dataSetWriterGroup") String group,
      @Header("dataSetWriterId") String writer,
      @Header("insertAfterFieldId") @Nullable String after,
      @Body JsonNode request) {
    List<ObjectNode> nodes = new ArrayList<>();
    for (JsonNode node : request) {
      nodes.add(PublishedNodesRequests.entry(node, "/" + nodes.size()));
    }
    return put(group, writer, after, fields(nodes, ""));
  }

  /** Method AddOrUpdateNode: puts a node in the place of that of its id, or adds it. */
  public @Nullable Object addOrUpdateNode(
      @Header("dataSetWriterGroup") String group,
      @Header("dataSetWriterId") String writer,
      @Header("insertAfterFieldId") @Nullable String after,
      @Body JsonNode request) {
    return put(
        group, writer, after, fields(List.of(PublishedNodesRequests.entry(request, "")), ""));
  }

  private @Nullable Object put(
      String group, String writer, @Nullable String after, List<ObjectNode> added) {
    return editor.change(
        document -> {
          ObjectNode entry = find(document, group, writer);
          List<ObjectNode> nodes = new ArrayList<>(PublishedNodesDocument.nodes(entry));
          Map<String, Integer> places = new HashMap<>();
          for (int i = 0; i < nodes.size(); i++) {
            places.put(fieldId(nodes.get(i)), i);
          }
          List<ObjectNode> inserted = new ArrayList<>();
          for (ObjectNode node : added) {
            Integer place = places.get(fieldId(node));
            if (place == null) {
              inserted.add(node);
            } else {
              nodes.set(place, node);
            }
          }
          nodes.addAll(after == null ? nodes.size() : behind(places, after), inserted);
          PublishedNodesDocument.setNodes(entry, nodes);
          return null;
        });
  }

  private static int behind(Map<String, Integer> places, String after) {
    Integer place = places.get(after);
    if (place == null) {
      throw new OperationException(
          FaultKind.NOT_FOUND, "There is no node " + after + " to insert behind.");
    }
    return place + 1;
  }

  /** Method RemoveNodes: removes nodes; those that are not there are passed over unless all are. */
  public @Nullable Object removeNodes(
      @Header("dataSetWriterGroup") String group,
      @Header("dataSetWriterId") String writer,
      @Body JsonNode request) {
    List<String> ids = new ArrayList<>();
    request.forEach(id -> ids.add(id.asText()));
    if (ids.isEmpty()) {
      throw PublishedNodesRequests.refused("", "names no nodes. Write their field ids.");
    }
    if (new HashSet<>(ids).size() < ids.size()) {
      throw PublishedNodesRequests.refused("", "names a node twice.");
    }
    return remove(group, writer, ids);
  }

  /** Method RemoveNode: removes a node. */
  public @Nullable Object removeNode(
      @Header("dataSetWriterGroup") String group,
      @Header("dataSetWriterId") String writer,
      @Header("dataSetFieldId") String field) {
    return remove(group, writer, List.of(field));
  }

  private @Nullable Object remove(String group, String writer, List<String> ids) {
    Set<String> unwanted = Set.copyOf(ids);
    return editor.change(
        document -> {
          ObjectNode entry = find(document, group, writer);
          List<ObjectNode> nodes = PublishedNodesDocument.nodes(entry);
          List<ObjectNode> kept =
              nodes.stream().filter(node -> !unwanted.contains(fieldId(node))).toList();
          if (kept.size() == nodes.size()) {
            throw notFound(String.join(", ", ids), writer);
          }
          PublishedNodesDocument.setNodes(entry, kept);
          return null;
        });
  }

  /** Method GetNode: a node. */
  public ObjectNode getNode(
      @Header("dataSetWriterGroup") String group,
      @Header("dataSetWriterId") String writer,
      @Header("dataSetFieldId") String field) {
    return editor.read(
        document ->
            PublishedNodesDocument.nodes(find(document, group, writer)).stream()
                .filter(node -> fieldId(node).equals(field))
                .findFirst()
                .orElseThrow(() -> notFound(field, writer)));
  }

  /** Method GetNodes: nodes in their order, those behind one and so many where that is said. */
  public List<ObjectNode> getNodes(
      @Header("dataSetWriterGroup") String group,
      @Header("dataSetWriterId") String writer,
      @Header("lastDataSetFieldId") @Nullable String last,
      @Header("pageSize") @Nullable Integer pageSize) {
    return editor.read(
        document -> {
          List<ObjectNode> nodes = PublishedNodesDocument.nodes(find(document, group, writer));
          int from = 0;
          if (last != null) {
            while (from < nodes.size() && !fieldId(nodes.get(from)).equals(last)) {
              from++;
            }
            from = Math.min(from + 1, nodes.size());
          }
          int to =
              pageSize == null
                  ? nodes.size()
                  : (int) Math.min(nodes.size(), (long) from + pageSize);
          return List.copyOf(nodes.subList(from, to));
        });
  }

  /** Method RemoveDataSetWriterEntry: removes a writer; with force, all entries of its names. */
  public @Nullable Object removeDataSetWriterEntry(
      @Header("dataSetWriterGroup") String group,
      @Header("dataSetWriterId") String writer,
      @Header("force") @Nullable String force) {
    boolean all = "true".equalsIgnoreCase(force);
    return editor.change(
        document -> {
          document.remove(
              all ? named(document, group, writer) : List.of(find(document, group, writer)));
          return null;
        });
  }

  private static OperationException notFound(String field, String writer) {
    return new OperationException(
        FaultKind.NOT_FOUND, "The writer " + writer + " has no node " + field + ".");
  }

  private static List<ObjectNode> named(
      PublishedNodesDocument document, String group, String writer) {
    return document.entries().stream()
        .filter(entry -> AttributeAccess.text(entry, GROUP).equals(group))
        .filter(entry -> AttributeAccess.text(entry, WRITER).equals(writer))
        .toList();
  }

  private static void requireOne(List<ObjectNode> entries) {
    if (entries.size() > 1) {
      throw new OperationException(
          FaultKind.INVALID_STATE,
          "%d entries have the names of that group and writer. Put them into one, or remove them"
                  .formatted(entries.size())
              + " with force.");
    }
  }

  /** The one entry of a writer. */
  private static ObjectNode find(PublishedNodesDocument document, String group, String writer) {
    List<ObjectNode> entries = named(document, group, writer);
    requireOne(entries);
    if (entries.isEmpty()) {
      throw new OperationException(
          FaultKind.NOT_FOUND,
          "There is no writer %s in the group %s. GetConfiguredEndpoints lists the writers."
              .formatted(writer, group));
    }
    Set<String> known = new HashSet<>();
    for (ObjectNode node : PublishedNodesDocument.nodes(entries.get(0))) {
      if (!known.add(fieldId(node))) {
        throw new OperationException(
            FaultKind.BAD_REQUEST,
            "The writer %s has two nodes %s. Give each a DataSetFieldId of its own in the file."
                .formatted(writer, fieldId(node)));
      }
    }
    return entries.get(0);
  }

  private static String fieldId(ObjectNode node) {
    String field = AttributeAccess.text(node, NodeIdentity.FIELD_ID);
    return field.isEmpty() ? NodeIdentity.id(node).orElse("") : field;
  }

  /** Nodes of a request, each with an id in its writer and none with an interval of its own. */
  private static List<ObjectNode> fields(List<ObjectNode> nodes, String pointer) {
    PublishedNodesRequests.nodes(nodes, pointer);
    Set<String> known = new HashSet<>();
    List<ObjectNode> fields = new ArrayList<>();
    for (ObjectNode node : nodes) {
      String place = pointer + "/" + fields.size();
      for (String suffix : List.of("", "Timespan")) {
        if (AttributeAccess.has(node, NodeIdentity.PUBLISHING_INTERVAL + suffix)) {
          throw PublishedNodesRequests.refused(
              place + "/" + NodeIdentity.PUBLISHING_INTERVAL + suffix,
              "cannot be set for a single node. Set DataSetPublishingInterval of the writer.");
        }
      }
      if (!known.add(fieldId(node))) {
        throw PublishedNodesRequests.refused(
            place, "has the field id " + fieldId(node) + " of another node. Give it its own.");
      }
      fields.add(node);
    }
    return fields;
  }
}
