package org.bactrian.opcua.expansion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.bactrian.opcua.service.AttributeValue;
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
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;

/**
 * Browser of the objects and variables below a node, down all hierarchical references. Nodes are
 * visited once, so that loops of references end, and no more than {@link ExpansionLimits} allow.
 * For one thread, which waits for the server.
 */
public final class SubtreeBrowser {

  private static final int ALL_CLASSES = 0;
  private static final int OBJECTS_AND_VARIABLES =
      NodeClass.Object.getValue() | NodeClass.Variable.getValue();

  private static final int NAMES_SHOWN = 10;

  private final NodeServices nodes;
  private final NamespaceTable namespaces;
  private final ExpansionLimits limits;
  private final TypeHierarchy types;

  /**
   * @param nodes services of the server
   * @param namespaces its namespaces
   */
  public SubtreeBrowser(NodeServices nodes, NamespaceTable namespaces, ExpansionLimits limits) {
    this.nodes = nodes;
    this.namespaces = namespaces;
    this.limits = limits;
    this.types = new TypeHierarchy(nodes, namespaces, limits);
  }

  /**
   * Follows browse names from the root of the server.
   *
   * @param names each in whatever namespace, or after the index of its own as in {@code 2:Line1}
   * @throws NodePathException when the names lead to no node, or to several
   * @throws UaException when a call failed as a whole
   */
  public NodeId follow(List<String> names) throws UaException, NodePathException {
    HierarchyBrowser browser = new HierarchyBrowser(nodes, namespaces, types, limits);
    HierarchyNode node =
        HierarchyNode.startAt(NodeIds.RootFolder, NodeClass.Object, NodeId.NULL_VALUE);
    for (String name : names) {
      node = child(browser, node, name);
    }
    return node.id();
  }

  private static HierarchyNode child(HierarchyBrowser browser, HierarchyNode parent, String name)
      throws UaException, NodePathException {
    Map<NodeId, HierarchyNode> all = new LinkedHashMap<>();
    browser
        .children(List.of(parent), NodeIds.HierarchicalReferences, ALL_CLASSES)
        .forEach(child -> all.putIfAbsent(child.id(), child));
    List<HierarchyNode> found = named(all, child -> child.name().equals(name));
    if (found.isEmpty()) {
      found = named(all, child -> child.qualifiedName().equals(name));
    }
    if (found.isEmpty()) {
      throw new NodePathException(
          all.isEmpty()
              ? parent.path() + " has no node \"" + name + "\", nor any other"
              : "%s has no node \"%s\". It has %s"
                  .formatted(parent.path(), name, shown(all.values().stream().toList())));
    }
    if (found.size() > 1) {
      throw new NodePathException(
          "%s has %d nodes \"%s\". Write one of %s"
              .formatted(parent.path(), found.size(), name, shown(found)));
    }
    return found.get(0);
  }

  private static List<HierarchyNode> named(
      Map<NodeId, HierarchyNode> all, Predicate<HierarchyNode> wanted) {
    return all.values().stream().filter(wanted).toList();
  }

  private static String shown(List<HierarchyNode> children) {
    String names =
        children.stream()
            .limit(NAMES_SHOWN)
            .map(HierarchyNode::qualifiedName)
            .collect(Collectors.joining(", "));
    return children.size() > NAMES_SHOWN
        ? names + " and " + (children.size() - NAMES_SHOWN) + " others"
        : names;
  }

  /**
   * Objects and variables below a node.
   *
   * @param levels number of levels
   * @param leftOut nodes that are left out with all that is below them
   * @throws UaException when a call failed as a whole, most often because the connection was lost
   */
  public Subtree below(NodeId node, int levels, Set<NodeId> leftOut) throws UaException {
    List<AttributeValue> read = read(List.of(node), AttributeId.NodeClass, AttributeId.BrowseName);
    if (!read.get(0).result().isUsable()) {
      return new Subtree("", List.of(), false, List.of(read.get(0).result()));
    }
    NodeClass nodeClass =
        read.get(0).value().value().value() instanceof Integer number
            ? Objects.requireNonNullElse(NodeClass.from(number), NodeClass.Unspecified)
            : NodeClass.Unspecified;
    String name =
        read.get(1).value().value().value() instanceof QualifiedName browseName
            ? Objects.requireNonNullElse(browseName.name(), "")
            : "";
    HierarchyBrowser browser = new HierarchyBrowser(nodes, namespaces, types, limits);
    HierarchyNode start = HierarchyNode.startAt(node, nodeClass, NodeId.NULL_VALUE);
    Map<HierarchyNode, List<HierarchyNode>> children = new HashMap<>();
    browser.walk(
        start,
        levels,
        NodeIds.HierarchicalReferences,
        OBJECTS_AND_VARIABLES,
        child -> {
          boolean wanted = !leftOut.contains(child.id());
          if (wanted) {
            children
                .computeIfAbsent(
                    Objects.requireNonNull(child.parent()), parent -> new ArrayList<>())
                .add(child);
          }
          return wanted;
        });
    List<HierarchyNode> found = new ArrayList<>();
    if (nodeClass == NodeClass.Variable) {
      found.add(start);
    }
    addBelow(start, children, found);
    return new Subtree(name, found, browser.isFull(), browser.faults());
  }

  private static void addBelow(
      HierarchyNode node,
      Map<HierarchyNode, List<HierarchyNode>> children,
      List<HierarchyNode> found) {
    for (HierarchyNode child : children.getOrDefault(node, List.of())) {
      found.add(child);
      addBelow(child, children, found);
    }
  }

  /**
   * Data types of variables, in their order.
   *
   * @return the null id where the server did not tell
   * @throws UaException when a call failed as a whole
   */
  public List<NodeId> dataTypes(List<HierarchyNode> variables) throws UaException {
    return read(variables.stream().map(HierarchyNode::id).toList(), AttributeId.DataType).stream()
        .map(
            answer ->
                answer.value().value().value() instanceof NodeId type ? type : NodeId.NULL_VALUE)
        .toList();
  }

  private List<AttributeValue> read(List<NodeId> targets, AttributeId... attributes)
      throws UaException {
    List<NodeAttributeId> wanted = new ArrayList<>();
    for (NodeId target : targets) {
      for (AttributeId attribute : attributes) {
        wanted.add(new NodeAttributeId(target.expanded(), attribute, ""));
      }
    }
    return wanted.isEmpty() ? List.of() : CallAnswer.await(nodes.read(wanted, ReadOptions.DEFAULT));
  }
}
