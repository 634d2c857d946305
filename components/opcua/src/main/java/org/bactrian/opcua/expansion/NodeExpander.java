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
    OpenExpansion expansion = open(node, options);
    List<ExpandedObject> objects = new ArrayList<>();
    while (expansion.hasNext()) {
      objects.addAll(expansion.next());
    }
    return new NodeExpansion(
        expansion.nodeClass(),
        objects,
        expansion.variables(),
        expansion.typeName(),
        expansion.faults());
  }

  /**
   * Begins to expand a node: finds its objects, whose members are found while they are read.
   *
   * @throws UaException when a call failed as a whole, most often because the connection was lost
   */
  public OpenExpansion open(NodeId node, ExpansionOptions options) throws UaException {
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
    HierarchyBrowser browser = new HierarchyBrowser(nodes, namespaces, types, limits);
    if (answer.value().statusCode().isBad()) {
      return failed(browser, NodeClass.Unspecified, answer.result());
    }
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
          failed(
              browser,
              nodeClass,
              ServiceResult.of(
                  new StatusCode(StatusCodes.Bad_NotSupported),
                  "Node class " + nodeClass + " not supported."));
    };
  }

  private static OpenExpansion failed(
      HierarchyBrowser browser, NodeClass nodeClass, ServiceResult fault) {
    browser.faults().add(fault);
    return new OpenExpansion(nodeClass, "", List.of(), OpenExpansion.ObjectSource.NONE, browser);
  }

  private OpenExpansion object(HierarchyBrowser browser, NodeId node, ExpansionOptions options)
      throws UaException {
    HierarchyNode start = HierarchyNode.startAt(node, NodeClass.Object, typeOf(node));
    List<HierarchyNode> objects = new ArrayList<>();
    if (!options.excludeRootIfInstanceNode()) {
      objects.add(start);
    }
    int depth = options.maxDepth().orElse(Integer.MAX_VALUE);
    if (depth > 0 || objects.isEmpty()) {
      objects.addAll(new InstanceSearch(browser).objectsBelow(start, Math.max(1, depth)));
    }
    return ofObjects(
        browser, NodeClass.Object, "", objects, options, ObjectMembers.NestedObjects.IGNORED);
  }

  private OpenExpansion objectType(
      HierarchyBrowser browser, NodeId type, String name, ExpansionOptions options)
      throws UaException {
    List<HierarchyNode> instances =
        new InstanceSearch(browser)
            .instances(
                wanted(type, options),
                NodeClass.Object,
                options.maxDepth().orElse(Integer.MAX_VALUE),
                options.flattenTypeInstance());
    return ofObjects(
        browser,
        NodeClass.ObjectType,
        name,
        instances,
        options,
        options.flattenTypeInstance()
            ? ObjectMembers.NestedObjects.FLATTENED
            : ObjectMembers.NestedObjects.EXPANDED);
  }

  private Set<NodeId> wanted(NodeId type, ExpansionOptions options) throws UaException {
    return options.noSubTypesOfTypeNodes() ? Set.of(type) : types.withSubtypes(type);
  }

  private OpenExpansion ofObjects(
      HierarchyBrowser browser,
      NodeClass nodeClass,
      String name,
      List<HierarchyNode> objects,
      ExpansionOptions options,
      ObjectMembers.NestedObjects nested) {
    requireAny(objects, browser);
    ObjectMembers members = new ObjectMembers(nodes, browser, limits, options, objects, nested);
    GeneratedEventFinder events = new GeneratedEventFinder(nodes, namespaces);
    OpenExpansion.ObjectSource source =
        new OpenExpansion.ObjectSource() {
          @Override
          public boolean hasNext() {
            return members.hasNext();
          }

          @Override
          public List<ExpandedObject> next() throws UaException {
            List<ExpandedObject> next = members.next();
            return options.includeEvents() ? events.withEvents(next) : next;
          }
        };
    return new OpenExpansion(nodeClass, name, List.of(), source, browser);
  }

  private static void requireAny(List<HierarchyNode> found, HierarchyBrowser browser) {
    if (found.isEmpty() && browser.faults().isEmpty()) {
      browser
          .faults()
          .add(ServiceResult.of(new StatusCode(StatusCodes.Bad_NotFound), "No objects resolved."));
    }
  }

  private OpenExpansion variable(HierarchyBrowser browser, NodeId node, ExpansionOptions options)
      throws UaException {
    HierarchyNode start = HierarchyNode.startAt(node, NodeClass.Variable, typeOf(node));
    boolean excluded = options.excludeRootIfInstanceNode();
    int levels = excluded ? Math.max(1, options.maxLevelsToExpand()) : options.maxLevelsToExpand();
    List<HierarchyNode> found = new ArrayList<>();
    if (!excluded) {
      found.add(start);
    }
    browser.walk(
        start,
        levels,
        NodeIds.Aggregates,
        NodeClass.Variable.getValue(),
        child -> found.add(child));
    return ofVariables(browser, NodeClass.Variable, "", found);
  }

  private OpenExpansion variableType(
      HierarchyBrowser browser, NodeId type, String name, ExpansionOptions options)
      throws UaException {
    List<HierarchyNode> found =
        new InstanceSearch(browser)
            .instances(
                wanted(type, options),
                NodeClass.Variable,
                options.maxDepth().orElse(Integer.MAX_VALUE),
                true);
    requireAny(found, browser);
    return ofVariables(browser, NodeClass.VariableType, name, found);
  }

  private static OpenExpansion ofVariables(
      HierarchyBrowser browser, NodeClass nodeClass, String name, List<HierarchyNode> found) {
    return new OpenExpansion(nodeClass, name, found, OpenExpansion.ObjectSource.NONE, browser);
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
