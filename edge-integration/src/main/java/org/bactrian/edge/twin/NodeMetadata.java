package org.bactrian.edge.twin;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bactrian.model.twin.DataTypeMetadata;
import org.bactrian.model.twin.MethodMetadata;
import org.bactrian.model.twin.Node;
import org.bactrian.model.twin.NodeMetadataResponse;
import org.bactrian.model.twin.NodeType;
import org.bactrian.model.twin.ServiceResult;
import org.bactrian.model.twin.TypeDefinition;
import org.bactrian.model.twin.VariableMetadata;
import org.bactrian.opcua.service.BrowseFilter;
import org.bactrian.opcua.service.BrowsedNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;

/** What a node is by its type: its values or arguments, and all that instances of the type have. */
final class NodeMetadata {

  private static final int DEEPEST = 100;

  private static final BrowseFilter TYPE =
      new BrowseFilter(BrowseDirection.Forward, NodeIds.HasTypeDefinition, false, 0, 0);
  private static final BrowseFilter SUPERTYPE =
      new BrowseFilter(BrowseDirection.Inverse, NodeIds.HasSubtype, false, 0, 0);

  private static final Map<NodeId, NodeType> KINDS =
      Map.of(
          NodeIds.BaseEventType, NodeType.Event,
          NodeIds.BaseInterfaceType, NodeType.Interface,
          NodeIds.PropertyType, NodeType.Property,
          NodeIds.BaseDataVariableType, NodeType.DataVariable,
          NodeIds.BaseVariableType, NodeType.Variable,
          NodeIds.BaseObjectType, NodeType.Object,
          NodeIds.BaseDataType, NodeType.DataType);

  private final ServerView server;

  NodeMetadata(ServerView server) {
    this.server = server;
  }

  static NodeMetadataResponse failed(ServiceResult error) {
    return new NodeMetadataResponse(null, null, null, null, null, null, null, null, error);
  }

  NodeMetadataResponse of(ExpandedNodeId named) throws UaException {
    NodeId id = server.local(named);
    NodeReader.Found found = read(id);
    ServiceResult error = Faults.of(found.result(), server.header());
    if (error != null) {
      return failed(error);
    }
    Node node = found.node();
    NodeId type = type(id, node.nodeClass());
    List<ReferenceDescription> supertypes = supertypes(type);
    NodeReader.Found typeNode = type.equals(id) ? found : read(type);
    return new NodeMetadataResponse(
        node.nodeId(),
        node.nodeClass(),
        node.displayName(),
        node.description(),
        variable(node),
        node.nodeClass() == org.bactrian.model.twin.NodeClass.DataType
            ? new DataTypeMetadata(node.nodeId())
            : null,
        method(id, node),
        definition(type, typeNode.node(), supertypes),
        null);
  }

  private NodeReader.Found read(NodeId id) throws UaException {
    return new NodeReader(server)
        .read(new NodeReader.Wanted(id, NodeClass.Unspecified, false, Optional.empty()));
  }

  /** Types are their own types. */
  private NodeId type(NodeId id, org.bactrian.model.twin.NodeClass kind) throws UaException {
    boolean hasType =
        kind == org.bactrian.model.twin.NodeClass.Object
            || kind == org.bactrian.model.twin.NodeClass.Variable;
    if (!hasType) {
      return id;
    }
    for (ReferenceDescription reference : browse(id, TYPE).references()) {
      return server.local(reference.getNodeId());
    }
    return id;
  }

  /** The supertypes of a type, the most general first. */
  private List<ReferenceDescription> supertypes(NodeId type) throws UaException {
    List<ReferenceDescription> supertypes = new ArrayList<>();
    NodeId current = type;
    for (int depth = 0; depth < DEEPEST; depth++) {
      List<ReferenceDescription> above = browse(current, SUPERTYPE).references();
      if (above.isEmpty()) {
        break;
      }
      supertypes.add(above.get(0));
      current = server.local(above.get(0).getNodeId());
    }
    Collections.reverse(supertypes);
    return supertypes;
  }

  private BrowsedNode browse(NodeId node, BrowseFilter filter) throws UaException {
    return ServerView.await(server.nodes().browse(List.of(node.expanded()), filter)).get(0);
  }

  private static VariableMetadata variable(Node node) {
    return node.nodeClass() == org.bactrian.model.twin.NodeClass.Variable
        ? InstanceDeclarations.variable(node)
        : null;
  }

  private MethodMetadata method(NodeId id, Node node) throws UaException {
    if (node.nodeClass() != org.bactrian.model.twin.NodeClass.Method) {
      return null;
    }
    return new Arguments(server)
        .of(ServerView.await(server.nodes().methods(List.of(id.expanded()))).get(0));
  }

  private TypeDefinition definition(NodeId type, Node node, List<ReferenceDescription> supertypes)
      throws UaException {
    List<NodeId> hierarchy = new ArrayList<>();
    List<Node> shown = new ArrayList<>();
    for (ReferenceDescription supertype : supertypes) {
      hierarchy.add(server.local(supertype.getNodeId()));
      shown.add(
          Nodes.named(
              server.text(supertype.getNodeId()),
              Choices.kind(supertype.getNodeClass()),
              server.text(supertype.getBrowseName()),
              supertype.getDisplayName().text()));
    }
    hierarchy.add(type);
    return new TypeDefinition(
        node.nodeId(),
        kind(hierarchy),
        node.displayName(),
        node.browseName(),
        node.description(),
        shown,
        new InstanceDeclarations(server).of(hierarchy));
  }

  /** The second most general type says more than the most general one. */
  private static NodeType kind(List<NodeId> hierarchy) {
    NodeType kind = KINDS.getOrDefault(hierarchy.get(0), NodeType.Unknown);
    return hierarchy.size() > 1 ? KINDS.getOrDefault(hierarchy.get(1), kind) : kind;
  }
}
