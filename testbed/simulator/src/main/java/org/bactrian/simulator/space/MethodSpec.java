package org.bactrian.simulator.space;

import java.util.List;
import org.eclipse.milo.opcua.sdk.core.ValueRanks;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;

/**
 * Signature of a method, without its body.
 *
 * @param name browse name and display name
 * @param description what a call brings about, one sentence
 * @param inputs arguments that a caller passes
 * @param outputs values that a caller gets back
 */
public record MethodSpec(
    String name, String description, List<Argument> inputs, List<Argument> outputs) {

  /** Keeps the lists from changing later. */
  public MethodSpec {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** A method that takes nothing and returns nothing. */
  public static MethodSpec withoutArguments(String name, String description) {
    return new MethodSpec(name, description, List.of(), List.of());
  }

  /** A scalar argument. */
  public static Argument argument(String name, NodeId dataType, String description) {
    return new Argument(
        name, dataType, ValueRanks.Scalar, null, LocalizedText.english(description));
  }
}
