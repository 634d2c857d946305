package org.bactrian.opcua.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;

/** Read and Write (Part 4, 5.11.2 and 5.11.4) of any attribute. */
final class AttributeService {

  /** Read now, without times. */
  static final ReadOptions NOW = new ReadOptions(Duration.ZERO, TimestampsToReturn.Neither);

  private AttributeService() {}

  static CompletableFuture<List<AttributeValue>> read(
      ServiceCalls calls, List<NodeId> nodes, List<NodeAttributeId> targets, ReadOptions options) {
    List<ReadValueId> ids = new ArrayList<>(targets.size());
    for (int i = 0; i < targets.size(); i++) {
      NodeAttributeId target = targets.get(i);
      ids.add(id(nodes.get(i), target.attribute(), target.indexRange()));
    }
    return read(calls, ids, options);
  }

  /** One attribute of each node, without times. */
  static CompletableFuture<List<AttributeValue>> read(
      ServiceCalls calls, List<NodeId> nodes, AttributeId attribute) {
    return read(calls, nodes.stream().map(node -> id(node, attribute, "")).toList(), NOW);
  }

  static CompletableFuture<List<AttributeValue>> read(
      ServiceCalls calls, List<ReadValueId> ids, ReadOptions options) {
    return calls
        .read(ids, options.maxAge().toMillis(), options.timestamps())
        .thenApply(
            answers ->
                answers.stream()
                    .map(answer -> new AttributeValue(answer.value(), answer.result()))
                    .toList());
  }

  static ReadValueId id(NodeId node, AttributeId attribute, String indexRange) {
    return new ReadValueId(
        node, attribute.uid(), indexRange.isEmpty() ? null : indexRange, QualifiedName.NULL_VALUE);
  }

  /** Writes values, each coerced to the type of its node where it has none of its own. */
  static CompletableFuture<List<WriteResult>> write(
      ServiceCalls calls, List<NodeId> nodes, List<NodeWrite> writes) {
    return typesOf(calls, nodes, writes).thenCompose(types -> write(calls, nodes, writes, types));
  }

  /** Types of the values to write; a node whose type cannot be read is written as it comes. */
  private static CompletableFuture<List<Optional<ValueType>>> typesOf(
      ServiceCalls calls, List<NodeId> nodes, List<NodeWrite> writes) {
    Set<NodeId> asked = new LinkedHashSet<>();
    for (int i = 0; i < nodes.size(); i++) {
      NodeWrite write = writes.get(i);
      if (write.target().attribute() == AttributeId.Value
          && !(write.value() instanceof Variant)
          && !(write.value() instanceof DataValue)) {
        asked.add(nodes.get(i));
      }
    }
    return ValueType.of(calls, List.copyOf(asked))
        .thenApply(
            types -> nodes.stream().map(node -> Optional.ofNullable(types.get(node))).toList());
  }

  private static CompletableFuture<List<WriteResult>> write(
      ServiceCalls calls,
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
        results[i] =
            new WriteResult(ServiceResult.of(StatusCodes.Bad_TypeMismatch, e.getMessage()));
      }
    }
    return calls
        .write(sent)
        .thenApply(
            (List<OperationResult<StatusCode>> answers) -> {
              for (int i = 0; i < places.size(); i++) {
                results[places.get(i)] = new WriteResult(answers.get(i).result());
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
}
