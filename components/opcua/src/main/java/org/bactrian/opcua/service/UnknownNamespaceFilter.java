package org.bactrian.opcua.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** Filters out operations on nodes whose namespace the server does not know, and answers them. */
final class UnknownNamespaceFilter {

  static final ServiceResult UNKNOWN =
      ServiceResult.of(StatusCodes.Bad_NodeIdUnknown, "its namespace is not known to the server");

  private UnknownNamespaceFilter() {}

  /**
   * Carries out those operations whose node can be resolved.
   *
   * @param nodeOf the node of an operation
   * @param unknown the result of an operation on a node that cannot be resolved
   * @param action carries out operations, given their nodes in the same order
   */
  static <T, R> CompletableFuture<List<R>> only(
      NamespaceTable namespaces,
      List<T> operations,
      Function<T, ExpandedNodeId> nodeOf,
      R unknown,
      BiFunction<List<NodeId>, List<T>, CompletableFuture<List<R>>> action) {
    List<NodeId> nodes = new ArrayList<>();
    List<T> known = new ArrayList<>();
    int[] places = new int[operations.size()];
    for (int i = 0; i < places.length; i++) {
      Optional<NodeId> node = nodeOf.apply(operations.get(i)).toNodeId(namespaces);
      places[i] = node.isPresent() ? known.size() : -1;
      if (node.isPresent()) {
        nodes.add(node.get());
        known.add(operations.get(i));
      }
    }
    return action
        .apply(nodes, known)
        .thenApply(
            answers -> {
              List<R> results = new ArrayList<>(places.length);
              for (int place : places) {
                results.add(place < 0 ? unknown : answers.get(place));
              }
              return results;
            });
  }
}
