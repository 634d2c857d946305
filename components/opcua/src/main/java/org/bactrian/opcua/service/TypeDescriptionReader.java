package org.bactrian.opcua.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;

/**
 * Reads the descriptions of types: first the supertypes one after the other, then the declarations
 * of all of them a level at a time, so that the number of calls grows with the depth and not with
 * the number of nodes.
 */
final class TypeDescriptionReader {

  /** Deeper than any type is, and an end for servers whose types run in circles. */
  private static final int DEEPEST = 20;

  private static final BrowseFilter SUPERTYPE =
      BrowseFilter.exactly(BrowseDirection.Inverse, NodeIds.HasSubtype);
  private static final BrowseFilter MODELLING_RULE =
      BrowseFilter.exactly(BrowseDirection.Forward, NodeIds.HasModellingRule);
  private static final BrowseFilter DECLARATIONS =
      new BrowseFilter(
          BrowseDirection.Forward,
          NodeIds.HasChild,
          true,
          NodeClass.Object.getValue() | NodeClass.Variable.getValue() | NodeClass.Method.getValue(),
          0);

  private final ServiceCalls calls;
  private final NodeId type;
  private final List<NodeId> superTypes = new ArrayList<>();
  private final Map<NodeId, Map<List<QualifiedName>, InstanceDeclaration>> declared =
      new LinkedHashMap<>();
  private ServiceResult result = ServiceResult.GOOD;

  private TypeDescriptionReader(ServiceCalls calls, NodeId type) {
    this.calls = calls;
    this.type = type;
  }

  static CompletableFuture<List<TypeDescription>> of(ServiceCalls calls, List<NodeId> types) {
    List<TypeDescription> all = new ArrayList<>();
    CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
    for (NodeId type : types) {
      done =
          done.thenCompose(before -> new TypeDescriptionReader(calls, type).describe())
              .thenAccept(all::add);
    }
    return done.thenApply(nothing -> all);
  }

  private CompletableFuture<TypeDescription> describe() {
    return climb(type)
        .thenCompose(
            done -> {
              List<Branch> roots = new ArrayList<>();
              superTypes.forEach(one -> roots.add(new Branch(one, List.of(), one)));
              roots.add(new Branch(type, List.of(), type));
              roots.forEach(root -> declared.put(root.type(), new LinkedHashMap<>()));
              return descend(roots, 0);
            })
        .thenApply(done -> new TypeDescription(result, superTypes, merged()));
  }

  private CompletableFuture<Void> climb(NodeId from) {
    return BrowseService.all(calls, List.of(from), SUPERTYPE)
        .thenCompose(
            browsed -> {
              if (from.equals(type)) {
                result = browsed.get(0).result();
              }
              Optional<NodeId> parent =
                  browsed.get(0).references().stream().findFirst().flatMap(this::id);
              if (parent.isEmpty() || superTypes.size() == DEEPEST) {
                return CompletableFuture.completedFuture(null);
              }
              superTypes.add(0, parent.get());
              return climb(parent.get());
            });
  }

  /** Declarations below {@code branches}, and those below them. */
  private CompletableFuture<Void> descend(List<Branch> branches, int depth) {
    if (branches.isEmpty() || depth == DEEPEST) {
      return CompletableFuture.completedFuture(null);
    }
    return BrowseService.all(calls, branches.stream().map(Branch::node).toList(), DECLARATIONS)
        .thenCompose(
            browsed -> {
              List<Found> found = new ArrayList<>();
              for (int i = 0; i < branches.size(); i++) {
                Branch branch = branches.get(i);
                for (ReferenceDescription reference : browsed.get(i).references()) {
                  id(reference).ifPresent(node -> found.add(new Found(branch, reference, node)));
                }
              }
              return BrowseService.all(
                      calls, found.stream().map(Found::node).toList(), MODELLING_RULE)
                  .thenCompose(rules -> descend(declare(found, rules), depth + 1));
            });
  }

  /** Those with a modelling rule; what has none belongs to the type and not to its instances. */
  private List<Branch> declare(List<Found> found, List<BrowsedNode> rules) {
    List<Branch> next = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      Found one = found.get(i);
      List<QualifiedName> path = new ArrayList<>(one.parent().path());
      path.add(one.reference().getBrowseName());
      Optional<NodeId> rule = rules.get(i).references().stream().findFirst().flatMap(this::id);
      if (rule.isPresent()) {
        NodeId owner = one.parent().type();
        declared
            .computeIfAbsent(owner, type -> new LinkedHashMap<>())
            .put(
                path,
                new InstanceDeclaration(
                    owner, path, one.reference(), one.node(), rule.get(), Optional.empty()));
        next.add(new Branch(owner, path, one.node()));
      }
    }
    return next;
  }

  private List<InstanceDeclaration> merged() {
    Map<List<QualifiedName>, InstanceDeclaration> all = new LinkedHashMap<>();
    for (Map<List<QualifiedName>, InstanceDeclaration> ofOneType : declared.values()) {
      ofOneType.forEach(
          (path, declaration) ->
              all.merge(path, declaration, (before, now) -> now.overriding(before)));
    }
    return List.copyOf(all.values());
  }

  private Optional<NodeId> id(ReferenceDescription reference) {
    return reference.getNodeId().toNodeId(calls.client().getNamespaceTable());
  }

  /** A node whose declarations are looked for, below a type or that type itself. */
  private record Branch(NodeId type, List<QualifiedName> path, NodeId node) {}

  private record Found(Branch parent, ReferenceDescription reference, NodeId node) {}
}
