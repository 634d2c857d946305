package org.bactrian.opcua.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;

/**
 * Reads, writes, calls and browses. Each operation gets a result of its own: one bad node spoils no
 * other. What fails as a whole, such as a lost connection, fails the future. Thread-safe.
 */
public final class NodeServices {

  private final Supplier<CompletableFuture<OpcUaClient>> session;
  private volatile Known known = new Known(null, CompletableFuture.completedFuture(null));

  /**
   * @param session gives the connected client, such as {@code session::client}
   */
  public NodeServices(Supplier<CompletableFuture<OpcUaClient>> session) {
    this.session = session;
  }

  /**
   * Reads attributes.
   *
   * @param maxAgeMillis how old a value may be, 0 for one that is read now
   */
  public CompletableFuture<List<DataValue>> read(List<NodeAttribute> targets, double maxAgeMillis) {
    return connected(
        (client, limits) ->
            resolvedOnly(
                targets,
                target -> resolve(client, target.node()),
                new DataValue(StatusCodes.Bad_NodeIdUnknown),
                (nodes, some) -> read(client, limits, nodes, some, maxAgeMillis)));
  }

  /** Writes values, each coerced to the data type that its node has. */
  public CompletableFuture<List<WriteResult>> write(List<NodeWrite> writes) {
    return connected(
        (client, limits) ->
            resolvedOnly(
                writes,
                write -> resolve(client, write.target().node()),
                new WriteResult(new StatusCode(StatusCodes.Bad_NodeIdUnknown), ""),
                (nodes, some) ->
                    typesOf(client, limits, nodes, some)
                        .thenCompose(types -> write(client, limits, nodes, some, types))));
  }

  /** Calls methods, with inputs coerced to the types of their arguments. */
  public CompletableFuture<List<MethodResult>> call(List<MethodCall> calls) {
    return connected((client, limits) -> new MethodCalls(client, limits).call(calls));
  }

  /** Follows references from each node until there are no more. */
  public CompletableFuture<List<BrowsedNode>> browse(
      List<ExpandedNodeId> nodes, BrowseFilter filter) {
    return connected(
        (client, limits) ->
            resolvedOnly(
                nodes,
                node -> resolve(client, node),
                new BrowsedNode(new StatusCode(StatusCodes.Bad_NodeIdUnknown), List.of()),
                (resolved, some) -> Browsing.browse(client, limits, resolved, filter)));
  }

  private static CompletableFuture<List<DataValue>> read(
      OpcUaClient client,
      ServerLimits limits,
      List<NodeId> nodes,
      List<NodeAttribute> targets,
      double maxAge) {
    List<ReadValueId> ids = new ArrayList<>(targets.size());
    for (int i = 0; i < targets.size(); i++) {
      NodeAttribute target = targets.get(i);
      ids.add(
          new ReadValueId(
              nodes.get(i),
              target.attribute().uid(),
              target.indexRange().isEmpty() ? null : target.indexRange(),
              QualifiedName.NULL_VALUE));
    }
    return SplitCalls.all(
        ids,
        limits.nodesPerRead(),
        some ->
            client
                .readAsync(maxAge, TimestampsToReturn.Both, some)
                .thenApply(response -> response.getResults()));
  }

  /** Types of the values to write; a node whose type cannot be read is written as it comes. */
  private static CompletableFuture<List<Optional<ValueType>>> typesOf(
      OpcUaClient client, ServerLimits limits, List<NodeId> nodes, List<NodeWrite> writes) {
    Set<NodeId> asked = new LinkedHashSet<>();
    for (int i = 0; i < nodes.size(); i++) {
      NodeWrite write = writes.get(i);
      if (write.target().attribute() == AttributeId.Value
          && !(write.value() instanceof Variant)
          && !(write.value() instanceof DataValue)) {
        asked.add(nodes.get(i));
      }
    }
    return ValueType.of(client, limits, List.copyOf(asked))
        .thenApply(
            types -> nodes.stream().map(node -> Optional.ofNullable(types.get(node))).toList());
  }

  private static CompletableFuture<List<WriteResult>> write(
      OpcUaClient client,
      ServerLimits limits,
      List<NodeId> nodes,
      List<NodeWrite> writes,
      List<Optional<ValueType>> types) {
    WriteResult[] results = new WriteResult[writes.size()];
    List<WriteValue> sent = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < writes.size(); i++) {
      NodeWrite write = writes.get(i);
      try {
        DataValue value = dataValue(write.value(), types.get(i));
        sent.add(
            new WriteValue(
                nodes.get(i),
                write.target().attribute().uid(),
                write.target().indexRange().isEmpty() ? null : write.target().indexRange(),
                value));
        places.add(i);
      } catch (IllegalArgumentException e) {
        results[i] = new WriteResult(new StatusCode(StatusCodes.Bad_TypeMismatch), e.getMessage());
      }
    }
    return SplitCalls.all(
            sent,
            limits.nodesPerWrite(),
            some -> client.writeAsync(some).thenApply(response -> response.getResults()))
        .thenApply(
            statuses -> {
              for (int i = 0; i < places.size(); i++) {
                results[places.get(i)] = new WriteResult(statuses.get(i), "");
              }
              return Arrays.asList(results);
            });
  }

  /** Without time stamps, because many servers refuse to have theirs written. */
  private static DataValue dataValue(Object value, Optional<ValueType> type) {
    if (value instanceof DataValue complete) {
      return complete;
    }
    if (value instanceof Variant variant) {
      return DataValue.valueOnly(variant);
    }
    return DataValue.valueOnly(
        type.map(t -> t.coerce(value)).orElseGet(() -> Variant.of(PlainValues.toUa(value))));
  }

  private <R> CompletableFuture<R> connected(
      BiFunction<OpcUaClient, ServerLimits, CompletableFuture<R>> action) {
    return session
        .get()
        .thenCompose(
            client -> limitsOf(client).thenCompose(limits -> action.apply(client, limits)));
  }

  private CompletableFuture<ServerLimits> limitsOf(OpcUaClient client) {
    Known present = known;
    if (present.client() == client && !present.limits().isCompletedExceptionally()) {
      return present.limits();
    }
    CompletableFuture<ServerLimits> limits = ServerLimits.read(client);
    known = new Known(client, limits);
    return limits;
  }

  static Optional<NodeId> resolve(OpcUaClient client, ExpandedNodeId node) {
    return node.toNodeId(client.getNamespaceTable());
  }

  /** Leaves out what cannot be resolved and puts {@code unknown} in its place. */
  private static <T, R> CompletableFuture<List<R>> resolvedOnly(
      List<T> operations,
      java.util.function.Function<T, Optional<NodeId>> resolver,
      R unknown,
      BiFunction<List<NodeId>, List<T>, CompletableFuture<List<R>>> action) {
    List<NodeId> nodes = new ArrayList<>();
    List<T> known = new ArrayList<>();
    Map<Integer, Integer> places = new HashMap<>();
    for (int i = 0; i < operations.size(); i++) {
      Optional<NodeId> node = resolver.apply(operations.get(i));
      if (node.isPresent()) {
        places.put(i, known.size());
        nodes.add(node.get());
        known.add(operations.get(i));
      }
    }
    return action
        .apply(nodes, known)
        .thenApply(
            answers -> {
              List<R> results = new ArrayList<>(operations.size());
              for (int i = 0; i < operations.size(); i++) {
                Integer place = places.get(i);
                results.add(place == null ? unknown : answers.get(place));
              }
              return results;
            });
  }

  private record Known(OpcUaClient client, CompletableFuture<ServerLimits> limits) {}
}
