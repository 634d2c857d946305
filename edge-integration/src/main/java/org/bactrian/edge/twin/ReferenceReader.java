package org.bactrian.edge.twin;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bactrian.edge.twin.contract.BrowseDirection;
import org.bactrian.edge.twin.contract.Node;
import org.bactrian.edge.twin.contract.NodeBuilder;
import org.bactrian.edge.twin.contract.NodeReference;
import org.bactrian.opcua.service.BrowseFilter;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;

/**
 * Converts references to the contract, with the nodes that they lead to.
 *
 * @param targetsOnly whether each target is named once, without its references
 * @param withValues whether values of variables are read too
 * @param idsOnly whether what the server said of the reference is enough
 */
record ReferenceReader(
    ServerView server, boolean targetsOnly, boolean withValues, boolean idsOnly) {

  /** References with their targets; targets on other servers are named and not read. */
  List<NodeReference> of(List<ReferenceDescription> found) throws UaException {
    List<ReferenceDescription> wanted = wanted(found);
    List<Node> targets = idsOnly ? named(wanted) : read(wanted);
    List<NodeReference> references = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      NodeReference reference = reference(server, wanted.get(i), targets.get(i));
      references.add(
          targetsOnly ? new NodeReference(null, null, reference.target(), null) : reference);
    }
    return references;
  }

  private List<ReferenceDescription> wanted(List<ReferenceDescription> found) {
    List<ReferenceDescription> wanted = new ArrayList<>();
    Set<ExpandedNodeId> seen = new HashSet<>();
    for (ReferenceDescription reference : found) {
      if (!targetsOnly || seen.add(reference.getNodeId())) {
        wanted.add(reference);
      }
    }
    return wanted;
  }

  private List<Node> named(List<ReferenceDescription> references) {
    return references.stream().map(reference -> named(server, reference)).toList();
  }

  /** A target of which nothing but what the reference says is known. */
  static Node named(ServerView server, ReferenceDescription reference) {
    return NodeBuilder.builder()
        .nodeId(server.text(reference.getNodeId()))
        .nodeClass(EnumerationConverter.kind(reference.getNodeClass()))
        .browseName(server.text(reference.getBrowseName()))
        .displayName(reference.getDisplayName() == null ? null : reference.getDisplayName().text())
        .build();
  }

  /** A reference whose target has the type that the reference says. */
  static NodeReference reference(ServerView server, ReferenceDescription reference, Node target) {
    ExpandedNodeId type = reference.getTypeDefinition();
    return new NodeReference(
        server.text(reference.getReferenceTypeId()),
        reference.getIsForward() ? BrowseDirection.Forward : BrowseDirection.Backward,
        target.withTypeDefinitionId(type == null || type.isNull() ? null : server.text(type)),
        null);
  }

  private List<Node> read(List<ReferenceDescription> references) throws UaException {
    List<NodeId> here = new ArrayList<>();
    for (ReferenceDescription reference : references) {
      local(reference).ifPresent(here::add);
    }
    List<Boolean> children =
        ServerView.await(
            server
                .nodes()
                .hasReferences(
                    here.stream().map(NodeId::expanded).toList(), BrowseFilter.CHILDREN));
    List<NodeReader.Wanted> wanted = new ArrayList<>();
    for (ReferenceDescription reference : references) {
      local(reference)
          .ifPresent(
              node ->
                  wanted.add(
                      new NodeReader.Wanted(
                          node,
                          reference.getNodeClass() == null
                              ? NodeClass.Unspecified
                              : reference.getNodeClass(),
                          withValues,
                          Optional.of(children.get(wanted.size())))));
    }
    List<NodeReader.Found> found = new NodeReader(server).read(wanted);
    List<Node> targets = new ArrayList<>();
    int place = 0;
    for (ReferenceDescription reference : references) {
      targets.add(
          local(reference).isPresent() ? found.get(place++).node() : named(server, reference));
    }
    return targets;
  }

  private Optional<NodeId> local(ReferenceDescription reference) {
    ExpandedNodeId node = reference.getNodeId();
    return node.isLocal() ? node.toNodeId(server.namespaces()) : Optional.empty();
  }
}
