package org.bactrian.edge.twin;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseResultMask;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ViewDescription;

/**
 * Whether hierarchical references lead on from nodes. One reference of each node is enough to know,
 * but those that have more take a continuation point until it is released, of which some servers
 * have few: then the rest is asked for again.
 */
final class Children {

  /** Nodes in one call; a server with fewer continuation points answers some of them only. */
  private static final int MOST = 100;

  private static final ViewDescription WHOLE_ADDRESS_SPACE =
      new ViewDescription(NodeId.NULL_VALUE, DateTime.MIN_VALUE, uint(0));

  private final ServerView server;

  Children(ServerView server) {
    this.server = server;
  }

  /** An answer for each node, in their order; empty where the server does not tell. */
  List<Optional<Boolean>> of(List<NodeId> nodes) throws UaException {
    Map<NodeId, Optional<Boolean>> known = new HashMap<>();
    List<NodeId> open = new ArrayList<>(nodes.stream().distinct().toList());
    int most = Math.min(MOST, server.nodesPerBrowse());
    while (!open.isEmpty()) {
      List<NodeId> some = List.copyOf(open.subList(0, Math.min(most, open.size())));
      List<NodeId> later = ask(some, known);
      open.subList(0, some.size()).clear();
      if (later.size() == some.size()) {
        later.forEach(node -> known.put(node, Optional.empty()));
      } else {
        most = Math.max(1, some.size() - later.size());
        open.addAll(later);
      }
    }
    return nodes.stream().map(known::get).toList();
  }

  /** Returns those that the server had no continuation point for. */
  private List<NodeId> ask(List<NodeId> nodes, Map<NodeId, Optional<Boolean>> known)
      throws UaException {
    BrowseResult[] results =
        server
            .await(
                server
                    .client()
                    .browseAsync(
                        WHOLE_ADDRESS_SPACE,
                        uint(1),
                        nodes.stream().map(Children::description).toList()))
            .getResults();
    List<NodeId> later = new ArrayList<>();
    List<ByteString> points = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      BrowseResult result = results[i];
      if (result.getContinuationPoint() != null && !result.getContinuationPoint().isNullOrEmpty()) {
        points.add(result.getContinuationPoint());
      }
      if (result.getStatusCode().value() == StatusCodes.Bad_NoContinuationPoints) {
        later.add(nodes.get(i));
      } else {
        known.put(nodes.get(i), hasOne(result));
      }
    }
    if (!points.isEmpty()) {
      server.await(server.client().browseNextAsync(true, points));
    }
    return later;
  }

  private static Optional<Boolean> hasOne(BrowseResult result) {
    if (result.getStatusCode().isBad()) {
      return Optional.empty();
    }
    return Optional.of(result.getReferences() != null && result.getReferences().length > 0);
  }

  private static BrowseDescription description(NodeId node) {
    return new BrowseDescription(
        node,
        BrowseDirection.Forward,
        NodeIds.HierarchicalReferences,
        true,
        uint(0),
        uint(BrowseResultMask.None.getValue()));
  }
}
