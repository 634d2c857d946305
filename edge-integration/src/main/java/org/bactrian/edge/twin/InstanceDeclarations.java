package org.bactrian.edge.twin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bactrian.model.browse.BrowsePathText;
import org.bactrian.model.twin.DataTypeMetadata;
import org.bactrian.model.twin.InstanceDeclaration;
import org.bactrian.model.twin.MethodMetadata;
import org.bactrian.model.twin.Node;
import org.bactrian.model.twin.NodeValueRank;
import org.bactrian.model.twin.VariableMetadata;
import org.bactrian.opcua.service.BrowseFilter;
import org.bactrian.opcua.service.BrowsedNode;
import org.bactrian.opcua.service.MethodDescription;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePathElement;

/**
 * What instances of a type have (Part 3, 6.2): the nodes below the type and its supertypes that
 * have a modelling rule. Where two types have a node by the same path, that of the subtype counts.
 */
final class InstanceDeclarations {

  /** Types contain themselves on some servers. */
  private static final int DEEPEST = 20;

  private static final int KINDS =
      NodeClass.Object.getValue() | NodeClass.Variable.getValue() | NodeClass.Method.getValue();

  private static final BrowseFilter COMPONENTS =
      new BrowseFilter(BrowseDirection.Forward, NodeIds.HierarchicalReferences, true, KINDS, 0);
  private static final BrowseFilter RULE =
      new BrowseFilter(BrowseDirection.Forward, NodeIds.HasModellingRule, false, 0, 0);

  private final ServerView server;
  private final Map<String, InstanceDeclaration> found = new LinkedHashMap<>();

  InstanceDeclarations(ServerView server) {
    this.server = server;
  }

  /**
   * Declarations by a type and its supertypes.
   *
   * @param hierarchy the most general type first, the type itself last
   */
  List<InstanceDeclaration> of(List<NodeId> hierarchy) throws UaException {
    for (NodeId type : hierarchy) {
      collect(type, List.of(new Parent(type, List.of(), "")), 0);
    }
    return List.copyOf(found.values());
  }

  /** A node whose components are looked at, and the way to it. */
  private record Parent(NodeId id, List<RelativePathElement> path, String displayPath) {}

  /** A node below a parent. */
  private record Child(Parent parent, ReferenceDescription reference, NodeId id) {}

  private void collect(NodeId type, List<Parent> parents, int depth) throws UaException {
    if (parents.isEmpty() || depth == DEEPEST) {
      return;
    }
    List<Child> children = children(parents);
    List<BrowsedNode> rules =
        ServerView.await(
            server.nodes().browse(children.stream().map(c -> c.id().expanded()).toList(), RULE));
    List<Child> declared = new ArrayList<>();
    List<ReferenceDescription> ruleOf = new ArrayList<>();
    for (int i = 0; i < children.size(); i++) {
      if (!rules.get(i).references().isEmpty()) {
        declared.add(children.get(i));
        ruleOf.add(rules.get(i).references().get(0));
      }
    }
    List<NodeReader.Found> nodes =
        new NodeReader(server)
            .read(
                declared.stream()
                    .map(
                        child ->
                            new NodeReader.Wanted(
                                child.id(),
                                child.reference().getNodeClass(),
                                false,
                                Optional.empty()))
                    .toList());
    List<Parent> next = new ArrayList<>();
    for (int i = 0; i < declared.size(); i++) {
      next.add(add(type, declared.get(i), ruleOf.get(i), nodes.get(i).node()));
    }
    collect(type, next, depth + 1);
  }

  private List<Child> children(List<Parent> parents) throws UaException {
    List<BrowsedNode> browsed =
        ServerView.await(
            server
                .nodes()
                .browse(parents.stream().map(p -> p.id().expanded()).toList(), COMPONENTS));
    List<Child> children = new ArrayList<>();
    for (int i = 0; i < parents.size(); i++) {
      for (ReferenceDescription reference : browsed.get(i).references()) {
        Optional<NodeId> id = reference.getNodeId().toNodeId(server.namespaces());
        if (id.isPresent()) {
          children.add(new Child(parents.get(i), reference, id.get()));
        }
      }
    }
    return children;
  }

  private Parent add(NodeId type, Child child, ReferenceDescription rule, Node node)
      throws UaException {
    ReferenceDescription reference = child.reference();
    List<RelativePathElement> path = new ArrayList<>(child.parent().path());
    path.add(
        new RelativePathElement(
            reference.getReferenceTypeId(), false, false, reference.getBrowseName()));
    String displayPath =
        child.parent().displayPath().isEmpty()
            ? node.displayName()
            : child.parent().displayPath() + "/" + node.displayName();
    List<String> texts =
        new BrowsePathText(server.namespaces())
            .format(new RelativePath(path.toArray(RelativePathElement[]::new)), server.format());
    String key = names(path);
    found.put(
        key,
        new InstanceDeclaration(
            server.text(type),
            texts,
            displayPath,
            server.text(rule.getBrowseName()),
            node.nodeId(),
            node.nodeClass(),
            node.browseName(),
            node.displayName(),
            node.description(),
            reference.getNodeClass() == NodeClass.Variable ? variable(node) : null,
            reference.getNodeClass() == NodeClass.Method ? method(child.id()) : null,
            found.get(key),
            server.text(rule.getNodeId())));
    return new Parent(child.id(), path, displayPath);
  }

  /** What tells declarations apart: a subtype may use another reference to the same name. */
  private static String names(List<RelativePathElement> path) {
    StringBuilder names = new StringBuilder();
    path.forEach(step -> names.append('/').append(step.getTargetName().toParseableString()));
    return names.toString();
  }

  static VariableMetadata variable(Node node) {
    return new VariableMetadata(
        new DataTypeMetadata(node.dataType()),
        node.valueRank() == NodeValueRank.Any ? null : node.valueRank(),
        node.arrayDimensions());
  }

  private MethodMetadata method(NodeId id) throws UaException {
    MethodDescription description =
        ServerView.await(server.nodes().methods(List.of(id.expanded()))).get(0);
    return new Arguments(server).of(description);
  }
}
