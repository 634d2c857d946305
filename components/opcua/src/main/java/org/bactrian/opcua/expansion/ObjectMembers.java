package org.bactrian.opcua.expansion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bactrian.opcua.service.CallAnswer;
import org.bactrian.opcua.service.MethodDescription;
import org.bactrian.opcua.service.NodeServices;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;

/**
 * Finds the variables and methods of objects, those of all objects in one call a level. For threads
 * that may wait.
 */
final class ObjectMembers {

  private final NodeServices nodes;
  private final HierarchyBrowser browser;
  private final ExpansionLimits limits;

  /** Treatment of objects below an object. */
  enum NestedObjects {
    /** They are objects that were found by themselves, or are not wanted. */
    IGNORED,
    /** Their variables belong to the object that they are in. */
    FLATTENED,
    /** They are objects of their own. */
    EXPANDED
  }

  ObjectMembers(NodeServices nodes, HierarchyBrowser browser, ExpansionLimits limits) {
    this.nodes = nodes;
    this.browser = browser;
    this.limits = limits;
  }

  /** Members of one object that were found so far. */
  private static final class Members {
    private final Set<NodeId> known = new HashSet<>();
    private final List<HierarchyNode> variables = new ArrayList<>();
    private final List<HierarchyNode> methods = new ArrayList<>();
  }

  /**
   * Expands objects, and those below them where that is asked for.
   *
   * @param levels depth of variables, 0 for all
   * @throws UaException when the server did not answer
   */
  List<ExpandedObject> of(
      List<HierarchyNode> objects, int levels, boolean includeMethods, NestedObjects nested)
      throws UaException {
    int classes =
        NodeClass.Variable.getValue()
            | (includeMethods ? NodeClass.Method.getValue() : 0)
            | (nested == NestedObjects.IGNORED ? 0 : NodeClass.Object.getValue());
    Map<HierarchyNode, Members> found = new LinkedHashMap<>();
    Set<NodeId> knownObjects = new HashSet<>();
    objects.forEach(object -> knownObjects.add(object.id()));
    List<HierarchyNode> next = objects;
    while (!next.isEmpty()) {
      next.forEach(object -> found.put(object, new Members()));
      next = nestedObjectsOf(next, found, levels, classes, nested, knownObjects);
    }
    return expanded(found);
  }

  /** Fills in the members of objects, and returns the objects below them that are to follow. */
  private List<HierarchyNode> nestedObjectsOf(
      List<HierarchyNode> objects,
      Map<HierarchyNode, Members> found,
      int levels,
      int classes,
      NestedObjects nested,
      Set<NodeId> knownObjects)
      throws UaException {
    List<HierarchyNode> later = new ArrayList<>();
    Map<HierarchyNode, Members> owners = new HashMap<>();
    objects.forEach(object -> owners.put(object, found.get(object)));
    List<HierarchyNode> level = objects;
    int deepest = levels == 0 ? limits.maxDepth() : Math.min(levels, limits.maxDepth());
    for (int depth = 0; depth < deepest && !level.isEmpty(); depth++) {
      List<HierarchyNode> below = new ArrayList<>();
      for (HierarchyNode child : browser.children(level, NodeIds.Aggregates, classes)) {
        Members owner = owners.get(child.parent());
        if (owner == null) {
          continue;
        }
        if (child.nodeClass() == NodeClass.Object && nested == NestedObjects.EXPANDED) {
          if (knownObjects.add(child.id())) {
            later.add(child);
          }
        } else if (owner.known.add(child.id())) {
          switch (child.nodeClass()) {
            case Method -> owner.methods.add(child);
            case Variable -> owner.variables.add(child);
            default -> {}
          }
          if (child.nodeClass() != NodeClass.Method) {
            owners.put(child, owner);
            below.add(child);
          }
        }
      }
      level = below;
    }
    if (!level.isEmpty() && deepest == limits.maxDepth()) {
      browser.tooDeep();
    }
    return later;
  }

  private List<ExpandedObject> expanded(Map<HierarchyNode, Members> found) throws UaException {
    List<HierarchyNode> methods =
        found.values().stream().flatMap(members -> members.methods.stream()).toList();
    Map<HierarchyNode, ExpandedMethod> described = new HashMap<>();
    if (!methods.isEmpty()) {
      List<MethodDescription> answers =
          CallAnswer.await(
              nodes.methods(methods.stream().map(method -> method.id().expanded()).toList()));
      for (int i = 0; i < methods.size(); i++) {
        described.put(methods.get(i), new ExpandedMethod(methods.get(i), answers.get(i)));
      }
    }
    List<ExpandedObject> objects = new ArrayList<>();
    found.forEach(
        (object, members) ->
            objects.add(
                new ExpandedObject(
                    object,
                    members.variables,
                    members.methods.stream()
                        .flatMap(method -> Stream.ofNullable(described.get(method)))
                        .toList(),
                    List.of())));
    return objects;
  }

  /**
   * Variables below a variable.
   *
   * @param levels their depth, at least 1
   * @throws UaException when the server did not answer
   */
  List<HierarchyNode> below(HierarchyNode variable, int levels) throws UaException {
    Set<NodeId> known = new HashSet<>(Set.of(variable.id()));
    List<HierarchyNode> found = new ArrayList<>();
    List<HierarchyNode> level = List.of(variable);
    int deepest = Math.min(levels, limits.maxDepth());
    for (int depth = 0; depth < deepest && !level.isEmpty(); depth++) {
      level =
          browser.children(level, NodeIds.Aggregates, NodeClass.Variable.getValue()).stream()
              .filter(child -> known.add(child.id()))
              .toList();
      found.addAll(level);
    }
    return found;
  }
}
