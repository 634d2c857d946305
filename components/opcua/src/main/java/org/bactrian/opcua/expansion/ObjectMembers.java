package org.bactrian.opcua.expansion;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
 * Variables and methods of objects, which are found for some objects at a time, in one call a
 * level. For threads that may wait.
 */
final class ObjectMembers {

  /** Objects that are expanded together. */
  private static final int OBJECTS_AT_ONCE = 200;

  private final NodeServices nodes;
  private final HierarchyBrowser browser;
  private final ExpansionLimits limits;
  private final ExpansionOptions options;
  private final NestedObjects nested;
  private final Deque<HierarchyNode> waiting;
  private final Set<NodeId> knownObjects = new HashSet<>();

  /** Treatment of objects below an object. */
  enum NestedObjects {
    /** They are objects that were found by themselves, or are not wanted. */
    IGNORED,
    /** Their variables belong to the object that they are in. */
    FLATTENED,
    /** They are objects of their own. */
    EXPANDED
  }

  /**
   * @param objects objects to expand
   * @param nested treatment of those below them
   */
  ObjectMembers(
      NodeServices nodes,
      HierarchyBrowser browser,
      ExpansionLimits limits,
      ExpansionOptions options,
      List<HierarchyNode> objects,
      NestedObjects nested) {
    this.nodes = nodes;
    this.browser = browser;
    this.limits = limits;
    this.options = options;
    this.nested = nested;
    this.waiting = new ArrayDeque<>(objects);
    objects.forEach(object -> knownObjects.add(object.id()));
  }

  /** Members of one object that were found so far. */
  private static final class FoundMembers {
    private final Set<NodeId> known = new HashSet<>();
    private final List<HierarchyNode> variables = new ArrayList<>();
    private final List<HierarchyNode> methods = new ArrayList<>();
  }

  /** Returns whether there is an object that is to be expanded yet. */
  boolean hasNext() {
    return !waiting.isEmpty();
  }

  /**
   * Expands the next objects. Those below them follow later where that is asked for.
   *
   * @throws UaException when the server did not answer
   */
  List<ExpandedObject> next() throws UaException {
    List<HierarchyNode> objects = new ArrayList<>();
    while (!waiting.isEmpty() && objects.size() < OBJECTS_AT_ONCE) {
      objects.add(waiting.remove());
    }
    Map<HierarchyNode, FoundMembers> found = new LinkedHashMap<>();
    objects.forEach(object -> found.put(object, new FoundMembers()));
    waiting.addAll(fill(objects, found));
    return expanded(found);
  }

  /** Fills in the members of objects, and returns the objects below them that are to follow. */
  private List<HierarchyNode> fill(
      List<HierarchyNode> objects, Map<HierarchyNode, FoundMembers> found) throws UaException {
    int classes =
        NodeClass.Variable.getValue()
            | (options.includeMethods() ? NodeClass.Method.getValue() : 0)
            | (nested == NestedObjects.IGNORED ? 0 : NodeClass.Object.getValue());
    NodeId references =
        options.organizedVariables() ? NodeIds.HierarchicalReferences : NodeIds.Aggregates;
    List<HierarchyNode> later = new ArrayList<>();
    Map<HierarchyNode, FoundMembers> owners = new HashMap<>(found);
    List<HierarchyNode> level = objects;
    int levels = options.maxLevelsToExpand();
    int deepest = levels == 0 ? limits.maxDepth() : Math.min(levels, limits.maxDepth());
    for (int depth = 0; depth < deepest && !level.isEmpty(); depth++) {
      List<HierarchyNode> below = new ArrayList<>();
      for (HierarchyNode child : browser.children(level, references, classes)) {
        FoundMembers owner = owners.get(child.parent());
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

  private List<ExpandedObject> expanded(Map<HierarchyNode, FoundMembers> found) throws UaException {
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
}
