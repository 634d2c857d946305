package org.bactrian.opcua.expansion;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bactrian.opcua.service.BrowseFilter;
import org.bactrian.opcua.service.BrowsedNode;
import org.bactrian.opcua.service.CallAnswer;
import org.bactrian.opcua.service.NodeServices;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;

/** Types of a server and their subtypes, each read once. For threads that may wait. */
final class TypeHierarchy {

  private static final BrowseFilter SUBTYPES =
      new BrowseFilter(BrowseDirection.Forward, NodeIds.HasSubtype, true, 0, 0);

  private final NodeServices nodes;
  private final NamespaceTable namespaces;
  private final ExpansionLimits limits;
  private final Map<NodeId, Set<NodeId>> subtypes = new HashMap<>();

  TypeHierarchy(NodeServices nodes, NamespaceTable namespaces, ExpansionLimits limits) {
    this.nodes = nodes;
    this.namespaces = namespaces;
    this.limits = limits;
  }

  /** Returns whether a type of references makes its target a part of its source. */
  boolean makesParts(NodeId referenceType) throws UaException {
    return withSubtypes(NodeIds.HasComponent).contains(referenceType)
        || withSubtypes(NodeIds.HasProperty).contains(referenceType);
  }

  /** Returns whether objects of a type only organize others. */
  boolean isFolder(NodeId type) throws UaException {
    return withSubtypes(NodeIds.FolderType).contains(type);
  }

  /**
   * A type and all types below it.
   *
   * @throws UaException when the server did not answer
   */
  Set<NodeId> withSubtypes(NodeId type) throws UaException {
    Set<NodeId> known = subtypes.get(type);
    if (known == null) {
      known = read(type);
      subtypes.put(type, known);
    }
    return known;
  }

  private Set<NodeId> read(NodeId type) throws UaException {
    Set<NodeId> found = new HashSet<>(Set.of(type));
    List<NodeId> level = List.of(type);
    while (!level.isEmpty() && found.size() < limits.maxNodes()) {
      List<BrowsedNode> answers =
          CallAnswer.await(nodes.browse(level.stream().map(NodeId::expanded).toList(), SUBTYPES));
      level =
          answers.stream()
              .flatMap(answer -> answer.references().stream())
              .flatMap(reference -> reference.getNodeId().toNodeId(namespaces).stream())
              .filter(found::add)
              .toList();
    }
    return found;
  }
}
