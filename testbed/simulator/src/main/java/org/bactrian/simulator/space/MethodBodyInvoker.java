package org.bactrian.simulator.space;

import java.util.Arrays;
import java.util.Objects;
import org.eclipse.milo.opcua.sdk.server.methods.AbstractMethodInvocationHandler;
import org.eclipse.milo.opcua.sdk.server.methods.InvalidArgumentException;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;

/** Carries calls of one method to its body; Milo has checked number and types of arguments. */
final class MethodBodyInvoker extends AbstractMethodInvocationHandler {

  private final MethodSpec spec;
  private final MethodBody body;

  MethodBodyInvoker(UaMethodNode node, MethodSpec spec, MethodBody body) {
    super(node);
    this.spec = spec;
    this.body = body;
  }

  @Override
  public Argument[] getInputArguments() {
    return spec.inputs().toArray(Argument[]::new);
  }

  @Override
  public Argument[] getOutputArguments() {
    return spec.outputs().toArray(Argument[]::new);
  }

  /** Milo lets null pass for any type. */
  @Override
  protected void validateInputArgumentValues(Variant[] inputs) throws InvalidArgumentException {
    if (Arrays.stream(inputs).map(Variant::value).anyMatch(Objects::isNull)) {
      throw new InvalidArgumentException(
          Arrays.stream(inputs).map(MethodBodyInvoker::presence).toArray(StatusCode[]::new));
    }
  }

  @Override
  protected Variant[] invoke(InvocationContext context, Variant[] inputs) throws UaException {
    return body.call(Arrays.stream(inputs).map(Variant::value).toList()).stream()
        .map(Variant::new)
        .toArray(Variant[]::new);
  }

  private static StatusCode presence(Variant input) {
    return input.value() == null ? new StatusCode(StatusCodes.Bad_TypeMismatch) : StatusCode.GOOD;
  }
}
