package org.bactrian.opcua.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;

/** Calls of methods, after their input arguments were looked up. */
final class MethodCalls {

  private static final BrowseFilter PROPERTIES =
      new BrowseFilter(BrowseDirection.Forward, NodeIds.HasProperty, true, 0, 0);

  private final OpcUaClient client;
  private final ServerLimits limits;

  MethodCalls(OpcUaClient client, ServerLimits limits) {
    this.client = client;
    this.limits = limits;
  }

  CompletableFuture<List<MethodResult>> call(List<MethodCall> calls) {
    MethodResult[] results = new MethodResult[calls.size()];
    List<CallMethodRequest> requests = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    CompletableFuture<Void> prepared = CompletableFuture.completedFuture(null);
    for (int i = 0; i < calls.size(); i++) {
      int place = i;
      prepared =
          prepared
              .thenCompose(done -> request(calls.get(place)))
              .thenAccept(
                  outcome -> {
                    if (outcome.request() != null) {
                      requests.add(outcome.request());
                      places.add(place);
                    } else {
                      results[place] = outcome.refusal();
                    }
                  });
    }
    return prepared
        .thenCompose(
            done ->
                SplitCalls.all(
                    requests,
                    limits.methodsPerCall(),
                    some -> client.callAsync(some).thenApply(r -> r.getResults())))
        .thenApply(
            answers -> {
              for (int i = 0; i < places.size(); i++) {
                results[places.get(i)] = result(answers.get(i));
              }
              return Arrays.asList(results);
            });
  }

  private CompletableFuture<Outcome> request(MethodCall call) {
    Optional<NodeId> object = NodeServices.resolve(client, call.object());
    Optional<NodeId> method = NodeServices.resolve(client, call.method());
    if (object.isEmpty() || method.isEmpty()) {
      return CompletableFuture.completedFuture(
          refused(StatusCodes.Bad_NodeIdUnknown, "its namespace is not known to the server"));
    }
    if (call.inputs().stream().allMatch(Variant.class::isInstance)) {
      Variant[] inputs = call.inputs().toArray(Variant[]::new);
      return CompletableFuture.completedFuture(
          new Outcome(new CallMethodRequest(object.get(), method.get(), inputs), null));
    }
    return argumentsOf(method.get())
        .thenCompose(types -> coerced(object.get(), method.get(), call.inputs(), types));
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
                    done -> ValueType.of(client, argument.getDataType(), argument.getValueRank()))
                .thenAccept(type -> variants[place] = coerce(type, argument, input));
      } else {
        variants[i] = Variant.of(PlainValues.toUa(input));
      }
    }
    return all.handle(
        (done, fault) -> {
          if (fault == null) {
            return new Outcome(new CallMethodRequest(object, method, variants), null);
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

  /** The method's property InputArguments (Part 3, 5.7); none when there is no such property. */
  private CompletableFuture<List<Argument>> argumentsOf(NodeId method) {
    return Browsing.browse(client, limits, List.of(method), PROPERTIES)
        .thenCompose(
            browsed ->
                browsed.get(0).references().stream()
                    .filter(r -> "InputArguments".equals(r.getBrowseName().name()))
                    .findFirst()
                    .flatMap(r -> r.getNodeId().toNodeId(client.getNamespaceTable()))
                    .map(this::readArguments)
                    .orElse(CompletableFuture.completedFuture(List.of())));
  }

  private CompletableFuture<List<Argument>> readArguments(NodeId property) {
    return client
        .readValuesAsync(0, TimestampsToReturn.Neither, List.of(property))
        .thenApply(
            values -> {
              List<Argument> arguments = new ArrayList<>();
              if (values.get(0).value().value() instanceof ExtensionObject[] encoded) {
                for (ExtensionObject argument : encoded) {
                  arguments.add((Argument) argument.decode(client.getStaticEncodingContext()));
                }
              }
              return arguments;
            });
  }

  private static Outcome refused(long status, String detail) {
    return new Outcome(
        null, new MethodResult(new StatusCode(status), List.of(), List.of(), detail));
  }

  private static MethodResult result(CallMethodResult answer) {
    return new MethodResult(
        answer.getStatusCode(),
        answer.getInputArgumentResults() == null
            ? List.of()
            : List.of(answer.getInputArgumentResults()),
        answer.getOutputArguments() == null ? List.of() : List.of(answer.getOutputArguments()),
        "");
  }

  /** Either a request that can be sent, or why it cannot; the other one is null. */
  private record Outcome(CallMethodRequest request, MethodResult refusal) {}
}
