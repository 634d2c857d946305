package org.bactrian.opcua.expansion;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bactrian.opcua.service.AttributeValue;
import org.bactrian.opcua.service.BrowseFilter;
import org.bactrian.opcua.service.CallAnswer;
import org.bactrian.opcua.service.NodeAttributeId;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.service.ReadOptions;
import org.bactrian.opcua.service.ServiceResult;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;

/**
 * Expansion of nodes of one server: an object becomes its variables and those of the objects below
 * it, a type those of its instances, a variable itself and what is below it. Nodes are visited
 * once, so that loops of references end, and no more than {@link ExpansionLimits} allow. For one
 * thread, which waits for the server.
 */
public final class NodeExpander {

  private static final BrowseFilter TYPE_DEFINITION =
      BrowseFilter.exactly(BrowseDirection.Forward, NodeIds.HasTypeDefinition);

  private final NodeServices nodes;
  private final NamespaceTable namespaces;
  private final ExpansionLimits limits;
  private final TypeHierarchy types;

  /**
   * @param nodes services of the server
   * @param namespaces its namespaces
   */
  public NodeExpander(NodeServices nodes, NamespaceTable namespaces, ExpansionLimits limits) {
    this.nodes = nodes;
    this.namespaces = namespaces;
    this.limits = limits;
    this.types = new TypeHierarchy(nodes, namespaces, limits);
  }

  /**
   * Expands a node. What the server says of single nodes is in the faults of the result.
   *
   * @throws UaException when a call failed as a whole, most often because the connection was lost
   */
  public NodeExpansion expand(NodeId node, ExpansionOptions options) throws UaException {
    List<AttributeValue> read =
        CallAnswer.await(
            nodes.read(
                List.of(
                    new NodeAttributeId(node.expanded(), AttributeId.NodeClass, ""),
                    new NodeAttributeId(node.expanded(), AttributeId.BrowseName, "")),
                ReadOptions.DEFAULT));
    AttributeValue answer = read.get(0);
    NodeClass nodeClass =
        answer.value().value().value() instanceof Integer number
            ? Objects.requireNonNullElse(NodeClass.from(number), NodeClass.Unspecified)
            : NodeClass.Unspecified;
    if (answer.value().statusCode().isBad()) {
      return NodeExpansion.failed(NodeClass.Unspecified, answer.result());
    }
    HierarchyBrowser browser = new HierarchyBrowser(nodes, namespaces, types, limits);
    String name =
        read.get(1).value().value().value() instanceof QualifiedName browseName
            ? Objects.requireNonNullElse(browseName.name(), "")
            : "";
    return switch (nodeClass) {
      case Object -> object(browser, node, options);
      case ObjectType -> objectType(browser, node, name, options);
      case Variable -> variable(browser, node, options);
      case VariableType -> variableType(browser, node, name, options);
      default ->
          NodeExpansion.failed(
              nodeClass,
              ServiceResult.of(
                  new StatusCode(StatusCodes.Bad_NotSupported),
                  "Node class " + nodeClass + " not supported."));
    };
  }

  private NodeExpansion object(HierarchyBrowser browser, NodeId node, ExpansionOptions options)
      throws UaException {
    HierarchyNode start = HierarchyNode.startAt(node, NodeClass.Object, typeOf(node));
    List<HierarchyNode> objects = new ArrayList<>();
    if (!options.excludeRootIfInstanceNode()) {
      objects.add(start);
    }
    int depth = options.maxDepth().orElse(Integer.MAX_VALUE);
    if (depth > 0 || objects.isEmpty()) {
      objects.addAll(new InstanceSearch(browser, limits).objectsBelow(start, Math.max(1, depth)));
    }
    return result(browser, NodeClass.Object, "", expanded(browser, objects, options, false));
  }

  private NodeExpansion objectType(
      HierarchyBrowser browser, NodeId type, String name, ExpansionOptions options)
      throws UaException {
    List<HierarchyNode> instances =
        new InstanceSearch(browser, limits)
            .instances(
                wanted(type, options),
                NodeClass.Object,
                options.maxDepth().orElse(Integer.MAX_VALUE),
                options.flattenTypeInstance());
    return result(browser, NodeClass.ObjectType, name, expanded(browser, instances, options, true));
  }

  private Set<NodeId> wanted(NodeId type, ExpansionOptions options) throws UaException {
    return options.noSubTypesOfTypeNodes() ? Set.of(type) : types.withSubtypes(type);
  }

  private List<ExpandedObject> expanded(
      HierarchyBrowser browser,
      List<HierarchyNode> objects,
      ExpansionOptions options,
      boolean ofType)
      throws UaException {
    ObjectMembers.NestedObjects nested = ObjectMembers.NestedObjects.IGNORED;
    if (ofType) {
      nested =
          options.flattenTypeInstance()
              ? ObjectMembers.NestedObjects.FLATTENED
              : ObjectMembers.NestedObjects.EXPANDED;
    }
    List<ExpandedObject> expanded =
        new ObjectMembers(nodes, browser, limits)
            .of(objects, options.maxLevelsToExpand(), options.includeMethods(), nested);
    return options.includeEvents()
        ? new GeneratedEventFinder(nodes, namespaces).withEvents(expanded)
        : expanded;
  }

  private static NodeExpansion result(
      HierarchyBrowser browser, NodeClass nodeClass, String name, List<ExpandedObject> objects) {
    List<ServiceResult> faults = new ArrayList<>(browser.faults());
    if (objects.isEmpty() && faults.isEmpty()) {
      faults.add(
          ServiceResult.of(new StatusCode(StatusCodes.Bad_NotFound), "No objects resolved."));
    }
    return new NodeExpansion(nodeClass, objects, List.of(), name, faults);
  }

  private NodeExpansion variable(HierarchyBrowser browser, NodeId node, ExpansionOptions options)
      throws UaException {
    HierarchyNode start = HierarchyNode.startAt(node, NodeClass.Variable, typeOf(node));
    boolean excluded = options.excludeRootIfInstanceNode();
    int levels = excluded ? Math.max(1, options.maxLevelsToExpand()) : options.maxLevelsToExpand();
    List<HierarchyNode> found = new ArrayList<>();
    if (!excluded) {
      found.add(start);
    }
    found.addAll(new ObjectMembers(nodes, browser, limits).below(start, levels));
    return new NodeExpansion(NodeClass.Variable, List.of(), found, "", browser.faults());
  }

  private NodeExpansion variableType(
      HierarchyBrowser browser, NodeId type, String name, ExpansionOptions options)
      throws UaException {
    List<HierarchyNode> found =
        new InstanceSearch(browser, limits)
            .instances(
                wanted(type, options),
                NodeClass.Variable,
                options.maxDepth().orElse(Integer.MAX_VALUE),
                true);
    List<ServiceResult> faults = new ArrayList<>(browser.faults());
    if (found.isEmpty() && faults.isEmpty()) {
      faults.add(
          ServiceResult.of(new StatusCode(StatusCodes.Bad_NotFound), "No objects resolved."));
    }
    return new NodeExpansion(NodeClass.VariableType, List.of(), found, name, faults);
  }

  private NodeId typeOf(NodeId node) throws UaException {
    Set<NodeId> found = new HashSet<>();
    CallAnswer.await(nodes.browse(List.of(node.expanded()), TYPE_DEFINITION))
        .get(0)
        .references()
        .forEach(
            reference -> {
              Optional<NodeId> type = reference.getNodeId().toNodeId(namespaces);
              type.ifPresent(found::add);
            });
    return found.stream().findFirst().orElse(NodeId.NULL_VALUE);
  }
}
