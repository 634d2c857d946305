package org.bactrian.edge.publisher.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.bactrian.edge.publisher.group.DataSetRouting;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.resolution.BrowsePathFinder;
import org.bactrian.edge.topic.TopicFormatter;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.session.Session;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;

/**
 * Subtopics of nodes by the keys of their items, made of the browse paths that their server has.
 * Each node is looked up once. Not thread-safe, but for {@link #read}.
 */
final class BrowsePathTopics {

  private final Map<String, String> subtopics = new HashMap<>();
  private final Set<String> pending = new HashSet<>();

  /** Returns the fields of a writer whose paths are wanted, and neither known nor being read. */
  List<PublishedField> takeUnrouted(DataSetWriter writer) {
    if (writer.routing() == DataSetRouting.NONE) {
      return List.of();
    }
    return writer.fields().stream()
        .filter(field -> !subtopics.containsKey(field.item().key()))
        .filter(field -> pending.add(field.item().key()))
        .toList();
  }

  /** Takes what was read of fields that were taken. */
  void add(List<PublishedField> asked, Map<String, String> read) {
    failed(asked);
    subtopics.putAll(read);
  }

  /** Takes note that fields that were taken could not be read. */
  void failed(List<PublishedField> asked) {
    asked.forEach(field -> pending.remove(field.item().key()));
  }

  /** Returns a writer whose fields have the subtopics that are known. */
  DataSetWriter in(DataSetWriter plain) {
    if (plain.routing() == DataSetRouting.NONE || subtopics.isEmpty()) {
      return plain;
    }
    List<PublishedField> fields = new ArrayList<>(plain.fields().size());
    for (PublishedField field : plain.fields()) {
      fields.add(field.withSubtopic(subtopics.getOrDefault(field.item().key(), "")));
    }
    return plain.withFields(fields);
  }

  /** Reads the subtopics of {@code fields}; those of nodes without a path are left out. */
  static CompletableFuture<Map<String, String>> read(
      Session session, DataSetRouting routing, List<PublishedField> fields, Executor workers) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return subtopics(session, routing, fields);
          } catch (UaException e) {
            throw new CompletionException(e);
          }
        },
        workers);
  }

  private static Map<String, String> subtopics(
      Session session, DataSetRouting routing, List<PublishedField> fields) throws UaException {
    NamespaceTable namespaces = session.namespaces();
    Map<String, NodeId> nodes = new HashMap<>();
    for (PublishedField field : fields) {
      field
          .item()
          .nodeId()
          .toNodeId(namespaces)
          .ifPresent(node -> nodes.put(field.item().key(), node));
    }
    Map<NodeId, List<QualifiedName>> paths =
        new BrowsePathFinder(new NodeServices(session::client), namespaces).paths(nodes.values());
    Map<String, String> subtopics = new HashMap<>();
    nodes.forEach(
        (key, node) ->
            Optional.ofNullable(paths.get(node))
                .flatMap(path -> subtopic(routing, path))
                .ifPresent(subtopic -> subtopics.put(key, subtopic)));
    return subtopics;
  }

  /** Part of a topic behind that of the group, unless no topic can have the names of the server. */
  static Optional<String> subtopic(DataSetRouting routing, List<QualifiedName> path) {
    StringBuilder topic = new StringBuilder();
    for (QualifiedName step : path) {
      String name = step.name() == null ? "" : step.name();
      if (name.length() > DataSetRouting.LONGEST_SUBTOPIC
          || topic.length() > DataSetRouting.LONGEST_SUBTOPIC) {
        return Optional.empty();
      }
      topic.append('/');
      int namespace = step.namespaceIndex().intValue();
      if (namespace != 0 && routing == DataSetRouting.USE_BROWSE_NAMES_WITH_NAMESPACE_INDEX) {
        topic.append(namespace).append(':');
      }
      topic.append(TopicFormatter.escaped(name));
    }
    return Optional.of(topic.toString())
        .filter(subtopic -> TopicFormatter.fault(subtopic).isEmpty())
        .filter(subtopic -> TopicFormatter.bytes(subtopic) <= DataSetRouting.LONGEST_SUBTOPIC);
  }
}
