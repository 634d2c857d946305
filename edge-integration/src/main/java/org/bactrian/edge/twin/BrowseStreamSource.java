package org.bactrian.edge.twin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bactrian.edge.twin.contract.BrowseDirection;
import org.bactrian.edge.twin.contract.BrowseStreamChunk;
import org.bactrian.edge.twin.contract.BrowseStreamRequest;
import org.bactrian.edge.twin.contract.Node;
import org.bactrian.opcua.service.BrowseFilter;
import org.bactrian.opcua.service.BrowsedNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;

/**
 * Source of nodes and references as a server returns them, in groups of nodes: each node once, then
 * its references. Not thread-safe.
 */
final class BrowseStreamSource implements PagedStream.PageSource<BrowseStreamChunk> {

  /** Nodes that are read in one batch. */
  private static final int BATCH_SIZE = 50;

  private final ServerView server;
  private final boolean recursive;
  private final boolean withValues;
  private final BrowseFilter filter;
  private final Deque<NodeId> open = new ArrayDeque<>();
  private final Set<NodeId> seen = new HashSet<>();

  BrowseStreamSource(ServerView server, BrowseStreamRequest request) throws UaException {
    this.server = server;
    this.recursive = !Boolean.TRUE.equals(request.noRecurse());
    this.withValues = Boolean.TRUE.equals(request.readVariableValues());
    this.filter =
        new BrowseFilter(
            EnumerationConverter.direction(
                request.direction() == null ? BrowseDirection.Both : request.direction()),
            server.local(
                ServerView.node(request.referenceTypeId(), NodeIds.HierarchicalReferences)),
            !Boolean.TRUE.equals(request.noSubtypes()),
            EnumerationConverter.mask(request.nodeClassFilter()),
            0,
            BrowseOperations.view(server, request.view()));
    List<String> starts = request.nodeId() == null ? List.of() : request.nodeId();
    for (String start : starts) {
      add(server.local(ServerView.node(start)));
    }
    if (starts.isEmpty()) {
      add(NodeIds.RootFolder);
    }
  }

  @Override
  public boolean hasNext() {
    return !open.isEmpty();
  }

  @Override
  public List<BrowseStreamChunk> next() throws UaException {
    List<NodeId> batch = new ArrayList<>();
    while (!open.isEmpty() && batch.size() < BATCH_SIZE) {
      batch.add(open.remove());
    }
    List<NodeReader.Found> nodes =
        new NodeReader(server)
            .read(
                batch.stream()
                    .map(
                        node ->
                            new NodeReader.Wanted(
                                node, NodeClass.Unspecified, withValues, Optional.empty()))
                    .toList());
    List<BrowsedNode> browsed =
        ServerView.await(
            server.nodes().browse(batch.stream().map(NodeId::expanded).toList(), filter));
    List<BrowseStreamChunk> found = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      String source = server.text(batch.get(i));
      found.add(
          new BrowseStreamChunk(
              source,
              nodes.get(i).node(),
              null,
              ServerFaults.of(nodes.get(i).result(), server.header())));
      for (ReferenceDescription reference : browsed.get(i).references()) {
        Node target = ReferenceReader.named(server, reference);
        found.add(
            new BrowseStreamChunk(
                source, null, ReferenceReader.reference(server, reference, target), null));
        if (recursive) {
          add(reference.getNodeId());
          add(reference.getReferenceTypeId());
          add(reference.getTypeDefinition());
        }
      }
    }
    return found;
  }

  private void add(ExpandedNodeId node) {
    if (node != null && node.isLocal()) {
      node.toNodeId(server.namespaces()).ifPresent(this::add);
    }
  }

  private void add(NodeId node) {
    if (node != null && !node.isNull() && seen.add(node)) {
      open.add(node);
    }
  }
}
