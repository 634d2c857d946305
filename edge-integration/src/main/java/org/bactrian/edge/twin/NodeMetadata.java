package org.bactrian.edge.twin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bactrian.edge.twin.contract.DataTypeMetadata;
import org.bactrian.edge.twin.contract.ErrorInfo;
import org.bactrian.edge.twin.contract.MethodMetadata;
import org.bactrian.edge.twin.contract.Node;
import org.bactrian.edge.twin.contract.NodeBuilder;
import org.bactrian.edge.twin.contract.NodeMetadataResponse;
import org.bactrian.edge.twin.contract.NodeMetadataResponseBuilder;
import org.bactrian.edge.twin.contract.NodeType;
import org.bactrian.edge.twin.contract.TypeDefinition;
import org.bactrian.edge.twin.contract.VariableMetadata;
import org.bactrian.opcua.service.BrowseFilter;
import org.bactrian.opcua.service.BrowsedNode;
import org.bactrian.opcua.service.TypeDescription;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.jspecify.annotations.Nullable;

/**
 * Reads the metadata of a node from its type: value or arguments, and the instance declarations of
 * the type.
 */
record NodeMetadata(ServerView server) {

  private static final BrowseFilter TYPE =
      new BrowseFilter(BrowseDirection.Forward, NodeIds.HasTypeDefinition, false, 0, 0);

  private static final Map<NodeId, NodeType> KINDS =
      Map.of(
          NodeIds.BaseEventType, NodeType.Event,
          NodeIds.BaseInterfaceType, NodeType.Interface,
          NodeIds.PropertyType, NodeType.Property,
          NodeIds.BaseDataVariableType, NodeType.DataVariable,
          NodeIds.BaseVariableType, NodeType.Variable,
          NodeIds.BaseObjectType, NodeType.Object,
          NodeIds.BaseDataType, NodeType.DataType);

  static NodeMetadataResponse failed(ErrorInfo error) {
    return NodeMetadataResponseBuilder.builder().errorInfo(error).build();
  }

  NodeMetadataResponse of(ExpandedNodeId named) throws UaException {
    NodeId id = server.local(named);
    NodeReader.Found found = read(List.of(id)).get(0);
    ErrorInfo error = ServerFaults.of(found.result(), server.header());
    if (error != null) {
      return failed(error);
    }
    Node node = found.node();
    return NodeMetadataResponseBuilder.builder()
        .nodeId(node.nodeId())
        .nodeClass(node.nodeClass())
        .displayName(node.displayName())
        .description(node.description())
        .variableMetadata(variable(node))
        .dataTypeMetadata(
            node.nodeClass() == org.bactrian.edge.twin.contract.NodeClass.DataType
                ? new DataTypeMetadata(node.nodeId())
                : null)
        .nethodMetadata(method(id, node))
        .typeDefinition(definition(type(id, node.nodeClass())))
        .build();
  }

  private List<NodeReader.Found> read(List<NodeId> ids) throws UaException {
    return new NodeReader(server)
        .read(
            ids.stream()
                .map(
                    id -> new NodeReader.Wanted(id, NodeClass.Unspecified, false, Optional.empty()))
                .toList());
  }

  /** Types are their own types. */
  private NodeId type(NodeId id, org.bactrian.edge.twin.contract.@Nullable NodeClass kind)
      throws UaException {
    boolean hasType =
        kind == org.bactrian.edge.twin.contract.NodeClass.Object
            || kind == org.bactrian.edge.twin.contract.NodeClass.Variable;
    if (!hasType) {
      return id;
    }
    BrowsedNode browsed =
        ServerView.await(server.nodes().browse(List.of(id.expanded()), TYPE)).get(0);
    return browsed.references().isEmpty()
        ? id
        : server.local(browsed.references().get(0).getNodeId());
  }

  private static @Nullable VariableMetadata variable(Node node) {
    return node.nodeClass() == org.bactrian.edge.twin.contract.NodeClass.Variable
        ? InstanceDeclarations.variable(node)
        : null;
  }

  private @Nullable MethodMetadata method(NodeId id, Node node) throws UaException {
    if (node.nodeClass() != org.bactrian.edge.twin.contract.NodeClass.Method) {
      return null;
    }
    return new MethodArgumentMetadata(server)
        .of(ServerView.await(server.nodes().methods(List.of(id.expanded()))).get(0));
  }

  private TypeDefinition definition(NodeId type) throws UaException {
    TypeDescription description =
        ServerView.await(server.nodes().types(List.of(type.expanded()))).get(0);
    List<NodeId> hierarchy = new ArrayList<>(description.superTypes());
    hierarchy.add(type);
    List<Node> nodes = read(hierarchy).stream().map(NodeReader.Found::node).toList();
    Node own = nodes.get(nodes.size() - 1);
    return new TypeDefinition(
        own.nodeId(),
        kind(hierarchy),
        own.displayName(),
        own.browseName(),
        own.description(),
        nodes.subList(0, nodes.size() - 1).stream().map(NodeMetadata::shortened).toList(),
        new InstanceDeclarations(server).of(description.declarations()));
  }

  private static Node shortened(Node node) {
    return NodeBuilder.builder()
        .nodeId(node.nodeId())
        .nodeClass(node.nodeClass())
        .browseName(node.browseName())
        .displayName(node.displayName())
        .build();
  }

  /** The second most general type says more than the most general one. */
  private static NodeType kind(List<NodeId> hierarchy) {
    NodeType kind = KINDS.getOrDefault(hierarchy.get(0), NodeType.Unknown);
    return hierarchy.size() > 1 ? KINDS.getOrDefault(hierarchy.get(1), kind) : kind;
  }
}
