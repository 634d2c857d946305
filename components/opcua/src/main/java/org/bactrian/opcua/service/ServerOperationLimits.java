package org.bactrian.opcua.service;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;

/**
 * Operation limits of a server (Part 5, 6.3.2 and 6.3.11).
 *
 * @param nodesPerRead nodes in one Read
 * @param nodesPerWrite nodes in one Write
 * @param nodesPerBrowse nodes in one Browse or BrowseNext
 * @param methodsPerCall methods in one Call
 * @param pathsPerTranslate paths in one TranslateBrowsePathsToNodeIds
 * @param itemsPerCall monitored items in one call
 * @param itemsPerSubscription monitored items in one subscription
 */
public record ServerOperationLimits(
    int nodesPerRead,
    int nodesPerWrite,
    int nodesPerBrowse,
    int methodsPerCall,
    int pathsPerTranslate,
    int itemsPerCall,
    int itemsPerSubscription) {

  /** Limit where a server names none. */
  private static final int UNNAMED = 1_000;

  /** Key under which a session of Milo keeps them. */
  private static final String KEY = ServerOperationLimits.class.getName();

  /** For a server that names no limits. */
  public static final ServerOperationLimits NONE =
      new ServerOperationLimits(
          UNNAMED, UNNAMED, UNNAMED, UNNAMED, UNNAMED, UNNAMED, Integer.MAX_VALUE);

  private static final List<NodeId> NODES =
      List.of(
          NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerRead,
          NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerWrite,
          NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerBrowse,
          NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerMethodCall,
          NodeIds
              .Server_ServerCapabilities_OperationLimits_MaxNodesPerTranslateBrowsePathsToNodeIds,
          NodeIds.Server_ServerCapabilities_OperationLimits_MaxMonitoredItemsPerCall,
          NodeIds.Server_ServerCapabilities_MaxMonitoredItemsPerSubscription);

  /** Limits of the server, read once a session: a server that restarts may differ. */
  public static CompletableFuture<ServerOperationLimits> of(OpcUaClient client) {
    return client
        .getSessionAsync()
        .thenCompose(
            session -> {
              CompletableFuture<ServerOperationLimits> asked = new CompletableFuture<>();
              if (session.putIfAbsent(KEY, asked) instanceof CompletableFuture<?> known) {
                return known.thenApply(ServerOperationLimits.class::cast);
              }
              read(client)
                  .whenComplete(
                      (limits, fault) -> {
                        if (fault == null) {
                          asked.complete(RequestBounds.of(session).within(limits));
                        } else {
                          session.remove(KEY, asked);
                          asked.completeExceptionally(fault);
                        }
                      });
              return asked;
            });
  }

  /** One node a call, because the number of nodes in a Read may be what is limited to one. */
  private static CompletableFuture<ServerOperationLimits> read(OpcUaClient client) {
    List<CompletableFuture<Integer>> limits =
        NODES.stream().map(node -> read(client, node)).toList();
    return CompletableFuture.allOf(limits.toArray(CompletableFuture[]::new))
        .thenApply(
            all ->
                new ServerOperationLimits(
                    atMost(limits.get(0).join(), UNNAMED),
                    atMost(limits.get(1).join(), UNNAMED),
                    atMost(limits.get(2).join(), UNNAMED),
                    atMost(limits.get(3).join(), UNNAMED),
                    atMost(limits.get(4).join(), UNNAMED),
                    limits.get(5).join(),
                    limits.get(6).join()));
  }

  private static CompletableFuture<Integer> read(OpcUaClient client, NodeId node) {
    ReadValueId value =
        new ReadValueId(node, AttributeId.Value.uid(), null, QualifiedName.NULL_VALUE);
    return client
        .readAsync(0, TimestampsToReturn.Neither, List.of(value))
        .thenApply(response -> limit(response.getResults()));
  }

  /** Zero and absence both mean that there is no limit. */
  private static int limit(DataValue[] results) {
    if (results != null
        && results.length == 1
        && results[0].value().value() instanceof Number number
        && number.longValue() > 0) {
      return (int) Math.min(number.longValue(), Integer.MAX_VALUE);
    }
    return Integer.MAX_VALUE;
  }

  private static int atMost(int limit, int most) {
    return Math.min(limit, most);
  }
}
