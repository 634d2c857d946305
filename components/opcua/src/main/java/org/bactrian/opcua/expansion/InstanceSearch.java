package org.bactrian.opcua.expansion;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;

/**
 * Search for objects and instances of types down the hierarchical references, each node once
 * whatever ways lead there. For threads that may wait.
 */
final class InstanceSearch {

  private final HierarchyBrowser browser;

  InstanceSearch(HierarchyBrowser browser) {
    this.browser = browser;
  }

  /**
   * Objects below a node.
   *
   * @param depth number of levels
   * @throws UaException when the server did not answer
   */
  List<HierarchyNode> objectsBelow(HierarchyNode start, int depth) throws UaException {
    return below(start, depth, NodeClass.Object.getValue(), object -> true, object -> false);
  }

  /**
   * Objects or variables below the Objects folder whose type is one of {@code types}.
   *
   * @param instances class of the instances, {@code Object} or {@code Variable}
   * @param endsThere whether nothing is searched below an instance
   * @throws UaException when the server did not answer
   */
  List<HierarchyNode> instances(
      Set<NodeId> types, NodeClass instances, int depth, boolean endsThere) throws UaException {
    HierarchyNode objects =
        HierarchyNode.startAt(NodeIds.ObjectsFolder, NodeClass.Object, NodeId.NULL_VALUE);
    Predicate<HierarchyNode> wanted =
        node -> node.nodeClass() == instances && types.contains(node.typeDefinition());
    int classes = NodeClass.Object.getValue() | instances.getValue();
    return below(objects, depth, classes, wanted, node -> endsThere && wanted.test(node));
  }

  private List<HierarchyNode> below(
      HierarchyNode start,
      int depth,
      int nodeClasses,
      Predicate<HierarchyNode> wanted,
      Predicate<HierarchyNode> isEnd)
      throws UaException {
    List<HierarchyNode> found = new ArrayList<>();
    browser.walk(
        start,
        depth,
        NodeIds.HierarchicalReferences,
        nodeClasses,
        child -> {
          if (wanted.test(child)) {
            found.add(child);
          }
          return !isEnd.test(child);
        });
    return found;
  }
}
