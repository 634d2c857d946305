package org.bactrian.opcua.expansion;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.jspecify.annotations.Nullable;

/** Node met while browsing, with the way that led to it. Two are equal when they are the same. */
public final class HierarchyNode {

  private static final String UNNAMED = "Default";

  private final NodeId id;
  private final NodeClass nodeClass;
  private final QualifiedName browseName;
  private final String displayName;
  private final NodeId typeDefinition;
  private final @Nullable HierarchyNode parent;
  private final boolean partOfParent;

  /**
   * @param displayName empty where there is none
   * @param typeDefinition type of an object or variable, the null id where it is not known
   * @param parent node that it was reached from; null where browsing starts
   * @param partOfParent whether it is a component or property of an object that is not a folder
   */
  HierarchyNode(
      NodeId id,
      NodeClass nodeClass,
      QualifiedName browseName,
      String displayName,
      NodeId typeDefinition,
      @Nullable HierarchyNode parent,
      boolean partOfParent) {
    this.id = id;
    this.nodeClass = nodeClass;
    this.browseName = browseName;
    this.displayName = displayName;
    this.typeDefinition = typeDefinition;
    this.parent = parent;
    this.partOfParent = partOfParent;
  }

  /** The node where browsing starts, which has no name in paths. */
  static HierarchyNode startAt(NodeId id, NodeClass nodeClass, NodeId typeDefinition) {
    return new HierarchyNode(
        id, nodeClass, QualifiedName.NULL_VALUE, "", typeDefinition, null, false);
  }

  /** Returns the id of the node. */
  public NodeId id() {
    return id;
  }

  /** Returns the class of the node. */
  public NodeClass nodeClass() {
    return nodeClass;
  }

  /** Returns the display name, empty where browsing started and where the node has none. */
  public String displayName() {
    return displayName;
  }

  /** Returns the type of an object or variable, the null id where it is not known. */
  public NodeId typeDefinition() {
    return typeDefinition;
  }

  /** Returns the node where browsing started. */
  public HierarchyNode start() {
    HierarchyNode node = this;
    while (node.parent != null) {
      node = node.parent;
    }
    return node;
  }

  /** Returns the node that it was reached from; null where browsing started. */
  @Nullable HierarchyNode parent() {
    return parent;
  }

  /** Returns the browse name without its namespace, empty where browsing started. */
  public String name() {
    String name = browseName.name();
    return name == null ? "" : name;
  }

  /**
   * Browse names from where browsing started, each after a slash and with the index of a namespace
   * that is not the one of OPC UA; a slash alone for the start itself.
   */
  public String path() {
    return "/" + names(null, HierarchyNode::qualifiedName, "/");
  }

  /**
   * Browse names from below {@code ancestor}, joined by dots.
   *
   * @return {@code Default} for the ancestor itself and where browsing started
   */
  public String nameBelow(HierarchyNode ancestor) {
    return this == ancestor || name().isEmpty()
        ? UNNAMED
        : names(ancestor, HierarchyNode::name, ".");
  }

  /** Returns the browse names without their namespaces from where browsing started. */
  public List<String> names() {
    Deque<String> names = new ArrayDeque<>();
    for (HierarchyNode node = this; node.parent != null; node = node.parent) {
      names.addFirst(node.name());
    }
    return List.copyOf(names);
  }

  private String names(
      @Nullable HierarchyNode ancestor, Function<HierarchyNode, String> name, String separator) {
    Deque<String> names = new ArrayDeque<>();
    HierarchyNode node = this;
    while (node != null && node != ancestor && !node.name().isEmpty()) {
      names.addFirst(name.apply(node));
      node = node.parent;
    }
    return String.join(separator, names);
  }

  /** Returns the browse name, after the index of a namespace that is not the one of OPC UA. */
  String qualifiedName() {
    int index = browseName.namespaceIndex().intValue();
    return index == 0 ? name() : index + ":" + name();
  }

  /** The object that it is a part of at last: itself, or the ancestor that is a part of none. */
  public HierarchyNode root() {
    HierarchyNode root = null;
    for (HierarchyNode node = this; node != null; node = node.parent) {
      if (node.partOfParent) {
        root = null;
      } else if (root == null) {
        root = node;
      }
    }
    return root == null ? this : root;
  }
}
