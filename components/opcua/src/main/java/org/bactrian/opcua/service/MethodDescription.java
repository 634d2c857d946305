package org.bactrian.opcua.service;

import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;

/**
 * Object and arguments of a method (Part 3, 5.7).
 *
 * @param result whether the method could be looked at
 * @param object the object or type that has the method as a component; empty where none has
 * @param inputs arguments that it takes, in their order
 * @param outputs arguments that it answers with, in their order
 */
public record MethodDescription(
    ServiceResult result, Optional<NodeId> object, List<Argument> inputs, List<Argument> outputs) {
  public MethodDescription {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  static MethodDescription failed(ServiceResult result) {
    return new MethodDescription(result, Optional.empty(), List.of(), List.of());
  }
}
