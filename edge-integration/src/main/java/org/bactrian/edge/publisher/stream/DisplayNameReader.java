package org.bactrian.edge.publisher.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.opcua.session.Session;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;

/** Reads the display names of nodes from a server (Part 3, 5.2.5). */
final class DisplayNameReader {

  /** Small enough for servers that say no limit and have one. */
  private static final int NODES_PER_READ = 500;

  private DisplayNameReader() {}

  /**
   * Display names of the nodes of {@code fields} by the key of their item; nodes without are left
   * out.
   */
  static CompletableFuture<Map<String, String>> of(Session session, List<PublishedField> fields) {
    return session.client().thenCompose(client -> read(client, session.namespaces(), fields));
  }

  private static CompletableFuture<Map<String, String>> read(
      OpcUaClient client, NamespaceTable namespaces, List<PublishedField> fields) {
    Map<String, String> names = new HashMap<>();
    CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
    for (int from = 0; from < fields.size(); from += NODES_PER_READ) {
      List<PublishedField> part =
          fields.subList(from, Math.min(fields.size(), from + NODES_PER_READ));
      all =
          all.thenCompose(nothing -> readPart(client, namespaces, part)).thenAccept(names::putAll);
    }
    return all.thenApply(nothing -> names);
  }

  private static CompletableFuture<Map<String, String>> readPart(
      OpcUaClient client, NamespaceTable namespaces, List<PublishedField> fields) {
    List<PublishedField> known = new ArrayList<>();
    List<ReadValueId> reads = new ArrayList<>();
    for (PublishedField field : fields) {
      field
          .item()
          .nodeId()
          .toNodeId(namespaces)
          .ifPresent(
              nodeId -> {
                known.add(field);
                reads.add(displayName(nodeId));
              });
    }
    if (reads.isEmpty()) {
      return CompletableFuture.completedFuture(Map.of());
    }
    return client
        .readAsync(0.0, TimestampsToReturn.Neither, reads)
        .thenApply(
            response -> {
              Map<String, String> names = new HashMap<>();
              DataValue[] results = response.getResults();
              for (int i = 0; i < known.size(); i++) {
                if (results[i].value().value() instanceof LocalizedText text
                    && text.text() != null
                    && !text.text().isBlank()) {
                  names.put(known.get(i).item().key(), text.text());
                }
              }
              return names;
            });
  }

  private static ReadValueId displayName(NodeId nodeId) {
    return new ReadValueId(nodeId, AttributeId.DisplayName.uid(), null, QualifiedName.NULL_VALUE);
  }
}
