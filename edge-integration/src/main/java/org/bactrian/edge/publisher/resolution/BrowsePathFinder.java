package org.bactrian.edge.publisher.resolution;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bactrian.opcua.service.AttributeValue;
import org.bactrian.opcua.service.BrowseFilter;
import org.bactrian.opcua.service.BrowsedNode;
import org.bactrian.opcua.service.CallAnswer;
import org.bactrian.opcua.service.NodeAttributeId;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.service.ReadOptions;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;

/**
 * Finds the browse paths of nodes below the root folder, by the references that lead up to it. Each
 * node is browsed once, all of one level in one request. Of several paths the shortest one counts,
 * and first one below the Objects folder. For one thread, which waits for the server.
 */
public final class BrowsePathFinder {

  /** Levels that are followed; a server may have loops without end. */
  private static final int DEEPEST = 64;

  /** Nodes that are browsed, those asked for included. */
  private static final int MOST_NODES = 200_000;

  private static final ReadOptions WITHOUT_TIMES =
      new ReadOptions(Duration.ZERO, TimestampsToReturn.Neither);
  private static final BrowseFilter PARENTS =
      new BrowseFilter(BrowseDirection.Inverse, NodeIds.HierarchicalReferences, true, 0, 0);

  private final NodeServices nodes;
  private final NamespaceTable namespaces;
  private final Map<NodeId, QualifiedName> names = new HashMap<>();
  private final Map<NodeId, List<NodeId>> children = new LinkedHashMap<>();

  /**
   * A finder for one search.
   *
   * @param namespaces those of the server
   */
  public BrowsePathFinder(NodeServices nodes, NamespaceTable namespaces) {
    this.nodes = nodes;
    this.namespaces = namespaces;
  }

  /**
   * Finds the paths of nodes.
   *
   * @return names from below the root folder to the node, by node; nodes that have no path are left
   *     out
   * @throws UaException when a call failed as a whole, most often because the connection was lost
   */
  public Map<NodeId, List<QualifiedName>> paths(Collection<NodeId> wanted) throws UaException {
    Set<NodeId> all = new LinkedHashSet<>(wanted);
    readNames(List.copyOf(all));
    browseUp(all);
    Map<NodeId, NodeId> parents = shortestWays();
    Map<NodeId, List<QualifiedName>> paths = new HashMap<>();
    for (NodeId node : all) {
      path(node, parents).ifPresent(path -> paths.put(node, path));
    }
    return paths;
  }

  private void readNames(List<NodeId> wanted) throws UaException {
    List<AttributeValue> answers =
        CallAnswer.await(
            nodes.read(
                wanted.stream()
                    .map(id -> new NodeAttributeId(id.expanded(), AttributeId.BrowseName, ""))
                    .toList(),
                WITHOUT_TIMES));
    for (int i = 0; i < wanted.size(); i++) {
      if (answers.get(i).value().value().value() instanceof QualifiedName name) {
        names.put(wanted.get(i), name);
      }
    }
  }

  private void browseUp(Set<NodeId> wanted) throws UaException {
    Set<NodeId> browsed = new LinkedHashSet<>(wanted);
    List<NodeId> level = List.copyOf(wanted);
    for (int depth = 0; depth < DEEPEST && !level.isEmpty(); depth++) {
      List<BrowsedNode> answers =
          CallAnswer.await(nodes.browse(level.stream().map(NodeId::expanded).toList(), PARENTS));
      List<NodeId> next = new ArrayList<>();
      for (int i = 0; i < level.size(); i++) {
        for (ReferenceDescription reference : answers.get(i).references()) {
          NodeId parent = reference.getNodeId().toNodeId(namespaces).orElse(NodeId.NULL_VALUE);
          if (parent.isNull() || !reference.getNodeId().isLocal()) {
            continue;
          }
          names.putIfAbsent(parent, reference.getBrowseName());
          children.computeIfAbsent(parent, key -> new ArrayList<>()).add(level.get(i));
          if (!parent.equals(NodeIds.RootFolder)
              && browsed.size() < MOST_NODES
              && browsed.add(parent)) {
            next.add(parent);
          }
        }
      }
      level = next;
    }
  }

  /** The parent by which each node is nearest to the root folder. */
  private Map<NodeId, NodeId> shortestWays() {
    Map<NodeId, NodeId> parents = new HashMap<>();
    parents.put(NodeIds.ObjectsFolder, NodeIds.RootFolder);
    walkDown(NodeIds.ObjectsFolder, parents);
    walkDown(NodeIds.RootFolder, parents);
    return parents;
  }

  private void walkDown(NodeId start, Map<NodeId, NodeId> parents) {
    Deque<NodeId> queue = new ArrayDeque<>(List.of(start));
    while (!queue.isEmpty()) {
      NodeId node = queue.remove();
      for (NodeId child : children.getOrDefault(node, List.of())) {
        if (parents.putIfAbsent(child, node) == null) {
          queue.add(child);
        }
      }
    }
  }

  private Optional<List<QualifiedName>> path(NodeId node, Map<NodeId, NodeId> parents) {
    Deque<QualifiedName> path = new ArrayDeque<>();
    NodeId at = node;
    while (!at.equals(NodeIds.RootFolder)) {
      QualifiedName name =
          at.equals(NodeIds.ObjectsFolder) ? new QualifiedName(0, "Objects") : names.get(at);
      NodeId parent = parents.get(at);
      if (parent == null || name == null || name.name() == null || path.size() > DEEPEST) {
        return Optional.empty();
      }
      path.addFirst(name);
      at = parent;
    }
    return Optional.of(List.copyOf(path));
  }
}
