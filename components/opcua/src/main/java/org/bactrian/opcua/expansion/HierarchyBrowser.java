package org.bactrian.opcua.expansion;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.bactrian.opcua.service.BrowseFilter;
import org.bactrian.opcua.service.BrowsedNode;
import org.bactrian.opcua.service.CallAnswer;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.service.ServiceResult;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;

/**
 * Browser of one expansion: browses a level of nodes at a time, and notes what went wrong. For
 * threads that may wait.
 */
final class HierarchyBrowser {

  /** Nodes that are browsed together, so that the limits end a search before the next ones. */
  private static final int BROWSED_AT_ONCE = 1000;

  private final NodeServices nodes;
  private final NamespaceTable namespaces;
  private final TypeHierarchy types;
  private final ExpansionLimits limits;
  private final List<ServiceResult> faults = new ArrayList<>();
  private int met;
  private boolean full;

  HierarchyBrowser(
      NodeServices nodes, NamespaceTable namespaces, TypeHierarchy types, ExpansionLimits limits) {
    this.nodes = nodes;
    this.namespaces = namespaces;
    this.types = types;
    this.limits = limits;
  }

  /** Faults so far. */
  List<ServiceResult> faults() {
    return faults;
  }

  /** Returns whether nodes are missing because the limits are reached. */
  boolean isFull() {
    return full;
  }

  /**
   * Children of nodes, in the order of their parents. References to other servers are left out.
   *
   * @param referenceType references that lead to children, with their subtypes
   * @param nodeClasses bits of the classes that children may have
   * @throws UaException when the server did not answer
   */
  List<HierarchyNode> children(List<HierarchyNode> parents, NodeId referenceType, int nodeClasses)
      throws UaException {
    if (parents.isEmpty() || full) {
      return List.of();
    }
    List<BrowsedNode> answers =
        CallAnswer.await(
            nodes.browse(
                parents.stream().map(parent -> parent.id().expanded()).toList(),
                new BrowseFilter(BrowseDirection.Forward, referenceType, true, nodeClasses, 0)));
    List<HierarchyNode> children = new ArrayList<>();
    for (int i = 0; i < parents.size(); i++) {
      BrowsedNode answer = answers.get(i);
      if (!answer.result().isUsable()) {
        faults.add(answer.result());
      }
      for (ReferenceDescription reference : answer.references()) {
        Optional<HierarchyNode> child = child(parents.get(i), reference);
        if (child.isPresent() && hasRoom()) {
          children.add(child.get());
        }
      }
    }
    return children;
  }

  /**
   * Walks down from a node, a level at a time, to each node once whatever ways lead there.
   *
   * @param levels number of levels
   * @param referenceType references that lead down, with their subtypes
   * @param nodeClasses bits of the classes of nodes
   * @param visitor receives each node but the first, and returns whether to walk on below it
   * @throws UaException when the server did not answer
   */
  void walk(
      HierarchyNode start,
      int levels,
      NodeId referenceType,
      int nodeClasses,
      Predicate<HierarchyNode> visitor)
      throws UaException {
    Set<NodeId> visited = new HashSet<>(Set.of(start.id()));
    List<HierarchyNode> level = List.of(start);
    int deepest = Math.min(levels, limits.maxDepth());
    for (int depth = 0; depth < deepest && !level.isEmpty(); depth++) {
      List<HierarchyNode> next = new ArrayList<>();
      for (int from = 0; from < level.size(); from += BROWSED_AT_ONCE) {
        List<HierarchyNode> some =
            level.subList(from, Math.min(from + BROWSED_AT_ONCE, level.size()));
        for (HierarchyNode child : children(some, referenceType, nodeClasses)) {
          if (visited.add(child.id()) && visitor.test(child)) {
            next.add(child);
          }
        }
      }
      level = next;
    }
    if (!level.isEmpty() && levels > limits.maxDepth()) {
      tooDeep();
    }
  }

  private boolean hasRoom() {
    if (met < limits.maxNodes()) {
      met++;
      return true;
    }
    tooLarge("has more than " + limits.maxNodes() + " nodes");
    return false;
  }

  /** Notes that the depth of the search is at its end although there is more. */
  void tooDeep() {
    tooLarge("is deeper than " + limits.maxDepth() + " nodes");
  }

  private void tooLarge(String what) {
    if (!full) {
      full = true;
      faults.add(
          ServiceResult.of(
              new StatusCode(StatusCodes.Bad_TooManyOperations),
              "What is to be expanded " + what + ". Name nodes further below, or fewer levels."));
    }
  }

  private Optional<HierarchyNode> child(HierarchyNode parent, ReferenceDescription reference)
      throws UaException {
    if (!reference.getNodeId().isLocal()) {
      return Optional.empty();
    }
    Optional<NodeId> id = reference.getNodeId().toNodeId(namespaces);
    if (id.isEmpty()) {
      return Optional.empty();
    }
    String displayName =
        reference.getDisplayName() == null ? "" : reference.getDisplayName().text();
    boolean part =
        !parent.typeDefinition().isNull()
            && types.makesParts(reference.getReferenceTypeId())
            && !types.isFolder(parent.typeDefinition());
    return Optional.of(
        new HierarchyNode(
            id.get(),
            Objects.requireNonNullElse(reference.getNodeClass(), NodeClass.Unspecified),
            reference.getBrowseName(),
            Objects.requireNonNullElse(displayName, ""),
            reference.getTypeDefinition() == null
                ? NodeId.NULL_VALUE
                : reference.getTypeDefinition().toNodeId(namespaces).orElse(NodeId.NULL_VALUE),
            parent,
            part));
  }
}
