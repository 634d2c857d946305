package org.bactrian.opcua.service;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;

/**
 * The type of a variable or argument.
 *
 * @param builtIn the built-in type that its data type is made of (Part 6, 5.1.2); empty for an
 *     abstract one, which takes any
 * @param isArray whether it holds several values
 */
record ValueType(Optional<OpcUaDataType> builtIn, boolean isArray) {

  private static final int ABSTRACT_NUMBER = 26;
  private static final int ABSTRACT_UNSIGNED = 28;
  private static final int ENUMERATION = 29;
  private static final int DEEPEST_TYPE = 20;
  private static final BrowseFilter SUPERTYPE =
      BrowseFilter.exactly(BrowseDirection.Inverse, NodeIds.HasSubtype);

  /** A type as the attributes DataType and ValueRank describe it. */
  static CompletableFuture<ValueType> of(ServiceCalls calls, NodeId dataType, int valueRank) {
    return builtInOf(calls, dataType, 0).thenApply(type -> new ValueType(type, valueRank >= 0));
  }

  /** Types of variables; one that cannot be read is absent. */
  static CompletableFuture<Map<NodeId, ValueType>> of(ServiceCalls calls, List<NodeId> variables) {
    List<ReadValueId> attributes = new ArrayList<>();
    for (NodeId variable : variables) {
      attributes.add(AttributeService.id(variable, AttributeId.DataType, ""));
      attributes.add(AttributeService.id(variable, AttributeId.ValueRank, ""));
    }
    return AttributeService.read(calls, attributes, AttributeService.NOW)
        .thenCompose(values -> resolve(calls, variables, values));
  }

  private static CompletableFuture<Map<NodeId, ValueType>> resolve(
      ServiceCalls calls, List<NodeId> variables, List<AttributeValue> values) {
    Map<NodeId, ValueType> types = new HashMap<>();
    CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
    for (int i = 0; i < variables.size(); i++) {
      NodeId variable = variables.get(i);
      if (values.get(2 * i).value().value().value() instanceof NodeId dataType
          && values.get(2 * i + 1).value().value().value() instanceof Integer rank) {
        all =
            all.thenCompose(done -> of(calls, dataType, rank))
                .thenAccept(type -> types.put(variable, type));
      }
    }
    return all.thenApply(done -> types);
  }

  /** Climbs to the supertype that is built in (Part 3, 5.8.3). */
  private static CompletableFuture<Optional<OpcUaDataType>> builtInOf(
      ServiceCalls calls, NodeId dataType, int depth) {
    if (dataType.getNamespaceIndex().intValue() == 0
        && dataType.getIdentifier() instanceof Number number) {
      int id = number.intValue();
      if (id == ENUMERATION) {
        return CompletableFuture.completedFuture(Optional.of(OpcUaDataType.Int32));
      }
      if (id >= ABSTRACT_NUMBER && id <= ABSTRACT_UNSIGNED
          || id == OpcUaDataType.Variant.getTypeId()) {
        return CompletableFuture.completedFuture(Optional.empty());
      }
      if (OpcUaDataType.isBuiltin(id)) {
        return CompletableFuture.completedFuture(Optional.of(OpcUaDataType.fromTypeId(id)));
      }
    }
    if (depth == DEEPEST_TYPE) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return BrowseService.all(calls, List.of(dataType), SUPERTYPE)
        .thenCompose(
            browsed ->
                browsed.get(0).references().stream()
                    .findFirst()
                    .flatMap(r -> r.getNodeId().toNodeId(calls.client().getNamespaceTable()))
                    .map(parent -> builtInOf(calls, parent, depth + 1))
                    .orElse(CompletableFuture.completedFuture(Optional.empty())));
  }

  /**
   * A value of this type.
   *
   * @throws IllegalArgumentException when {@code value} cannot be one, saying why
   */
  Variant coerce(Object value) {
    if (builtIn.isEmpty()) {
      return Variant.of(PlainValues.toUa(value));
    }
    OpcUaDataType type = builtIn.get();
    Optional<List<?>> elements = PlainValues.elementsOf(value, type);
    if (elements.isEmpty()) {
      if (isArray) {
        throw new IllegalArgumentException(
            "one value was given and the node holds several " + type + "; give a list");
      }
      return Variant.of(ValueCoercion.to(type, value));
    }
    List<?> list = elements.get();
    Object array = Array.newInstance(type.getBackingClass(), list.size());
    for (int i = 0; i < list.size(); i++) {
      Array.set(array, i, ValueCoercion.to(type, list.get(i)));
    }
    return Variant.of(array);
  }
}
