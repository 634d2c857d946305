package org.bactrian.edge.gds.server;

import java.util.Arrays;
import java.util.List;
import org.eclipse.milo.opcua.sdk.server.AccessContext;
import org.eclipse.milo.opcua.sdk.server.methods.MethodInvocationHandler;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DiagnosticInfo;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.jspecify.annotations.Nullable;

/** Call of a method: checks its caller and its arguments, and answers with a status. */
final class GdsMethodHandler implements MethodInvocationHandler {

  private final String name;
  private final List<MethodParameter> inputs;
  private final Body body;
  private final RefusedCallLog refusals;

  GdsMethodHandler(String name, List<MethodParameter> inputs, Body body, RefusedCallLog refusals) {
    this.name = name;
    this.inputs = inputs;
    this.body = body;
    this.refusals = refusals;
  }

  /** Body of a method. */
  @FunctionalInterface
  interface Body {

    /**
     * Carries out a call.
     *
     * @param inputs values of the types that the method takes
     * @return values of its outputs
     * @throws UaException when the call is refused, with the status that Part 12 names
     */
    List<Object> call(GdsCaller caller, MethodInputs inputs) throws UaException;
  }

  @Override
  public CallMethodResult invoke(AccessContext context, CallMethodRequest request) {
    Variant[] values = request.getInputArguments();
    Variant[] passed = values == null ? new Variant[0] : values;
    if (passed.length != inputs.size()) {
      return result(
          new StatusCode(
              passed.length < inputs.size()
                  ? StatusCodes.Bad_ArgumentsMissing
                  : StatusCodes.Bad_TooManyArguments));
    }
    StatusCode[] types = types(passed);
    if (Arrays.stream(types).anyMatch(StatusCode::isBad)) {
      return new CallMethodResult(
          new StatusCode(StatusCodes.Bad_InvalidArgument),
          types,
          new DiagnosticInfo[0],
          new Variant[0]);
    }
    try {
      GdsCaller caller =
          GdsCaller.of(
              context
                  .getSession()
                  .orElseThrow(() -> new UaException(StatusCodes.Bad_SessionIdInvalid)));
      return call(caller, new MethodInputs(passed));
    } catch (UaException e) {
      return result(e.getStatusCode());
    }
  }

  private CallMethodResult call(GdsCaller caller, MethodInputs passed) {
    try {
      Variant[] outputs =
          body.call(caller, passed).stream().map(Variant::new).toArray(Variant[]::new);
      return new CallMethodResult(
          StatusCode.GOOD, new StatusCode[0], new DiagnosticInfo[0], outputs);
    } catch (UaException e) {
      refusals.note(name, caller, e);
      return result(e.getStatusCode());
    }
  }

  private StatusCode[] types(Variant[] passed) {
    StatusCode[] results = new StatusCode[passed.length];
    for (int index = 0; index < passed.length; index++) {
      @Nullable Object value = passed[index].value();
      results[index] =
          value == null || inputs.get(index).fits(value)
              ? StatusCode.GOOD
              : new StatusCode(StatusCodes.Bad_TypeMismatch);
    }
    return results;
  }

  private static CallMethodResult result(StatusCode status) {
    return new CallMethodResult(status, new StatusCode[0], new DiagnosticInfo[0], new Variant[0]);
  }
}
