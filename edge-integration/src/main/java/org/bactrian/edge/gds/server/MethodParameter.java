package org.bactrian.edge.gds.server;

import org.eclipse.milo.opcua.sdk.core.ValueRanks;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;

/**
 * Input or output of a method.
 *
 * @param name its name
 * @param type its data type
 * @param isArray whether it is a list
 */
record MethodParameter(String name, ParameterType type, boolean isArray) {

  static MethodParameter one(String name, ParameterType type) {
    return new MethodParameter(name, type, false);
  }

  static MethodParameter list(String name, ParameterType type) {
    return new MethodParameter(name, type, true);
  }

  /** Returns whether a value, which is not null, may be passed. */
  boolean fits(Object value) {
    return (isArray ? type.javaType().arrayType() : type.javaType()).isInstance(value);
  }

  /**
   * Describes it to clients.
   *
   * @param namespace index of the namespace of Part 12
   */
  Argument argument(UShort namespace) {
    return new Argument(
        name,
        type.id(namespace),
        isArray ? ValueRanks.OneDimension : ValueRanks.Scalar,
        null,
        LocalizedText.NULL_VALUE);
  }
}
