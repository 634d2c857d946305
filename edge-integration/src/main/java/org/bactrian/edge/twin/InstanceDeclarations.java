package org.bactrian.edge.twin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bactrian.edge.twin.contract.DataTypeMetadata;
import org.bactrian.edge.twin.contract.InstanceDeclarationMetadata;
import org.bactrian.edge.twin.contract.InstanceDeclarationMetadataBuilder;
import org.bactrian.edge.twin.contract.MethodMetadata;
import org.bactrian.edge.twin.contract.Node;
import org.bactrian.edge.twin.contract.NodeValueRank;
import org.bactrian.edge.twin.contract.VariableMetadata;
import org.bactrian.opcua.service.MethodDescription;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;

/** Reads the instance declarations of a type for the contract. */
final class InstanceDeclarations {

  private final ServerView server;
  private final Map<NodeId, Node> nodes = new HashMap<>();
  private final Map<NodeId, MethodMetadata> methods = new HashMap<>();

  InstanceDeclarations(ServerView server) {
    this.server = server;
  }

  /** Declarations with the attributes of their nodes and of the modelling rules. */
  List<InstanceDeclarationMetadata> of(
      List<org.bactrian.opcua.service.InstanceDeclaration> declarations) throws UaException {
    List<NodeReader.Wanted> wanted = new ArrayList<>();
    List<ExpandedNodeId> called = new ArrayList<>();
    for (org.bactrian.opcua.service.InstanceDeclaration one : withOverridden(declarations)) {
      wanted.add(wanted(one.node(), one.reference().getNodeClass()));
      wanted.add(wanted(one.modellingRule(), NodeClass.Object));
      if (one.reference().getNodeClass() == NodeClass.Method) {
        called.add(one.node().expanded());
      }
    }
    List<NodeReader.Wanted> once = wanted.stream().distinct().toList();
    List<NodeReader.Found> found = new NodeReader(server).read(once);
    for (int i = 0; i < once.size(); i++) {
      nodes.put(once.get(i).id(), found.get(i).node());
    }
    List<MethodDescription> described = ServerView.await(server.nodes().methods(called));
    for (int i = 0; i < called.size(); i++) {
      methods.put(
          server.local(called.get(i)), new MethodArgumentMetadata(server).of(described.get(i)));
    }
    return declarations.stream().map(this::declaration).toList();
  }

  private static List<org.bactrian.opcua.service.InstanceDeclaration> withOverridden(
      List<org.bactrian.opcua.service.InstanceDeclaration> declarations) {
    List<org.bactrian.opcua.service.InstanceDeclaration> all = new ArrayList<>();
    for (org.bactrian.opcua.service.InstanceDeclaration one : declarations) {
      for (Optional<org.bactrian.opcua.service.InstanceDeclaration> next = Optional.of(one);
          next.isPresent();
          next = next.get().overridden()) {
        all.add(next.get());
      }
    }
    return all;
  }

  private static NodeReader.Wanted wanted(NodeId id, NodeClass kind) {
    return new NodeReader.Wanted(id, kind, false, Optional.empty());
  }

  private InstanceDeclarationMetadata declaration(
      org.bactrian.opcua.service.InstanceDeclaration declaration) {
    Node node = node(declaration.node());
    Node rule = node(declaration.modellingRule());
    List<String> path = declaration.path().stream().map(server::text).toList();
    return InstanceDeclarationMetadataBuilder.builder()
        .rootTypeId(server.text(declaration.type()))
        .browsePath(path)
        .displayPath(
            String.join("/", declaration.path().stream().map(QualifiedName::name).toList()))
        .modellingRule(rule.browseName())
        .nodeId(node.nodeId())
        .nodeClass(node.nodeClass())
        .browseName(node.browseName())
        .displayName(node.displayName())
        .description(node.description())
        .variable(
            declaration.reference().getNodeClass() == NodeClass.Variable ? variable(node) : null)
        .method(methods.get(declaration.node()))
        .overriddenDeclaration(declaration.overridden().map(this::declaration).orElse(null))
        .modellingRuleId(rule.nodeId())
        .build();
  }

  private Node node(NodeId id) {
    return Objects.requireNonNull(nodes.get(id), () -> id + " was not read");
  }

  /** Returns the type and dimensions of a variable's value. */
  static VariableMetadata variable(Node node) {
    return new VariableMetadata(
        new DataTypeMetadata(node.dataType()),
        node.valueRank() == NodeValueRank.Any ? null : node.valueRank(),
        node.arrayDimensions());
  }
}
