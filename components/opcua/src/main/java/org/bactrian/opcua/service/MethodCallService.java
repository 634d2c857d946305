package org.bactrian.opcua.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DiagnosticInfo;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.jspecify.annotations.Nullable;

/**
 * Calls of methods (Part 4, 5.12.2), after the input arguments were looked up of those whose inputs
 * have no type of their own.
 */
final class MethodCallService {

  private final ServiceCalls calls;

  MethodCallService(ServiceCalls calls) {
    this.calls = calls;
  }

  CompletableFuture<List<OpcUaMethodResult>> call(List<OpcUaMethodCall> wanted) {
    List<NodeId> untyped =
        wanted.stream()
            .filter(call -> !call.inputs().stream().allMatch(Variant.class::isInstance))
            .flatMap(call -> resolve(call.method()).stream())
            .distinct()
            .toList();
    return MethodArguments.of(calls, untyped)
        .thenCompose(
            described -> {
              Map<NodeId, List<Argument>> arguments = new HashMap<>();
              for (int i = 0; i < untyped.size(); i++) {
                arguments.put(untyped.get(i), described.get(i).inputs());
              }
              return prepare(wanted, arguments);
            })
        .thenCompose(this::send);
  }

  private CompletableFuture<List<Outcome>> prepare(
      List<OpcUaMethodCall> wanted, Map<NodeId, List<Argument>> arguments) {
    List<CompletableFuture<Outcome>> outcomes =
        wanted.stream().map(call -> request(call, arguments)).toList();
    return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
        .thenApply(done -> outcomes.stream().map(CompletableFuture::join).toList());
  }

  private CompletableFuture<List<OpcUaMethodResult>> send(List<Outcome> outcomes) {
    List<CallMethodRequest> requests =
        outcomes.stream().flatMap(outcome -> outcome.request().stream()).toList();
    return calls
        .call(requests)
        .thenApply(
            answers -> {
              Iterator<OperationResult<CallMethodResult>> answer = answers.iterator();
              return outcomes.stream()
                  .map(
                      outcome ->
                          outcome.request().isPresent() ? result(answer.next()) : outcome.refusal())
                  .toList();
            });
  }

  private CompletableFuture<Outcome> request(
      OpcUaMethodCall call, Map<NodeId, List<Argument>> arguments) {
    Optional<NodeId> object = resolve(call.object());
    Optional<NodeId> method = resolve(call.method());
    if (object.isEmpty() || method.isEmpty()) {
      return CompletableFuture.completedFuture(
          refused(StatusCodes.Bad_NodeIdUnknown, "its namespace is not known to the server"));
    }
    return coerced(
        object.get(), method.get(), call.inputs(), arguments.getOrDefault(method.get(), List.of()));
  }

  private CompletableFuture<Outcome> coerced(
      NodeId object, NodeId method, List<?> inputs, List<Argument> arguments) {
    Variant[] variants = new Variant[inputs.size()];
    CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
    for (int i = 0; i < variants.length; i++) {
      int place = i;
      Object input = inputs.get(i);
      if (input instanceof Variant variant) {
        variants[i] = variant;
      } else if (i < arguments.size()) {
        Argument argument = arguments.get(i);
        all =
            all.thenCompose(
                    done -> ValueType.of(calls, argument.getDataType(), argument.getValueRank()))
                .thenAccept(type -> variants[place] = coerce(type, argument, input));
      } else {
        variants[i] = Variant.of(PlainValues.toUa(input));
      }
    }
    return all.handle(
        (done, fault) -> {
          if (fault == null) {
            return sent(new CallMethodRequest(object, method, variants));
          }
          Throwable cause = fault.getCause() == null ? fault : fault.getCause();
          return refused(
              cause instanceof IllegalArgumentException
                  ? StatusCodes.Bad_TypeMismatch
                  : StatusText.codeOf(cause).value(),
              cause instanceof IllegalArgumentException
                  ? cause.getMessage()
                  : StatusText.of(cause));
        });
  }

  private static Variant coerce(ValueType type, Argument argument, Object input) {
    try {
      return type.coerce(input);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("input " + argument.getName() + ": " + e.getMessage(), e);
    }
  }

  private Optional<NodeId> resolve(ExpandedNodeId node) {
    return node.toNodeId(calls.client().getNamespaceTable());
  }

  private static Outcome sent(CallMethodRequest request) {
    return new Outcome(
        Optional.of(request), new OpcUaMethodResult(ServiceResult.GOOD, List.of(), List.of()));
  }

  private static Outcome refused(long status, @Nullable String detail) {
    return new Outcome(
        Optional.empty(),
        new OpcUaMethodResult(ServiceResult.of(status, detail), List.of(), List.of()));
  }

  private static OpcUaMethodResult result(OperationResult<CallMethodResult> answer) {
    CallMethodResult value = answer.value();
    List<ServiceResult> inputs = new ArrayList<>();
    StatusCode[] statuses = value.getInputArgumentResults();
    DiagnosticInfo[] infos = value.getInputArgumentDiagnosticInfos();
    for (int i = 0; statuses != null && i < statuses.length; i++) {
      DiagnosticInfo info = infos != null && i < infos.length ? infos[i] : null;
      inputs.add(ServiceResult.of(statuses[i], info, answer.strings()));
    }
    return new OpcUaMethodResult(
        answer.result(),
        inputs,
        value.getOutputArguments() == null ? List.of() : List.of(value.getOutputArguments()));
  }

  /**
   * Decision to send a call or to refuse it here.
   *
   * @param request what is sent, empty when it is refused here
   * @param refusal why it is, without meaning where there is a request
   */
  private record Outcome(Optional<CallMethodRequest> request, OpcUaMethodResult refusal) {}
}
