package org.bactrian.edge.twin;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Body;
import org.bactrian.edge.twin.contract.MethodCallArgument;
import org.bactrian.edge.twin.contract.MethodCallRequest;
import org.bactrian.edge.twin.contract.MethodCallResponse;
import org.bactrian.edge.twin.contract.MethodMetadata;
import org.bactrian.edge.twin.contract.MethodMetadataRequest;
import org.bactrian.edge.twin.contract.MethodMetadataResponse;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.json.ExpectedType;
import org.bactrian.opcua.service.MethodDescription;
import org.bactrian.opcua.service.OpcUaMethodCall;
import org.bactrian.opcua.service.OpcUaMethodResult;
import org.bactrian.opcua.service.ServiceResult;
import org.bactrian.opcua.service.StatusText;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;

/**
 * Methods that describe and call OPC UA methods. Each takes JSON and returns an object that is
 * written as JSON.
 */
public final class MethodOperations {

  private final TwinRequestExecutor calls;

  public MethodOperations(TwinRequestExecutor calls) {
    this.calls = calls;
  }

  /** Method MethodMetadata: what a method takes and returns. */
  public CompletableFuture<MethodMetadataResponse> methodMetadata(@Body byte[] request) {
    return calls.carryOut(
        request,
        MethodMetadataRequest.class,
        MethodMetadataRequest::header,
        MethodOperations::metadata,
        error -> new MethodMetadataResponse(null, null, null, error));
  }

  private static MethodMetadataResponse metadata(ServerView server, MethodMetadataRequest request)
      throws UaException {
    ExpandedNodeId method =
        TargetNodeResolver.node(server, "method", request.methodId(), request.methodBrowsePath());
    MethodDescription description =
        ServerView.await(server.nodes().methods(List.of(method))).get(0);
    MethodMetadata metadata = new MethodArgumentMetadata(server).of(description);
    return new MethodMetadataResponse(
        metadata.objectId(),
        metadata.inputArguments(),
        metadata.outputArguments(),
        ServerFaults.of(description.result(), server.header()));
  }

  /**
   * Method OpcUaMethodCall: a method is called, with arguments coerced to the types that it has.
   */
  public CompletableFuture<MethodCallResponse> methodCall(@Body byte[] request) {
    return calls.carryOut(
        request,
        MethodCallRequest.class,
        MethodCallRequest::header,
        MethodOperations::call,
        error -> new MethodCallResponse(List.of(), error));
  }

  private static MethodCallResponse call(ServerView server, MethodCallRequest request)
      throws UaException {
    ExpandedNodeId object =
        TargetNodeResolver.node(server, "object", request.objectId(), request.objectBrowsePath());
    ExpandedNodeId method = method(server, request, object);
    MethodDescription description =
        ServerView.await(server.nodes().methods(List.of(method))).get(0);
    if (!description.result().isUsable()) {
      return new MethodCallResponse(
          List.of(), ServerFaults.of(description.result(), server.header()));
    }
    List<Variant> inputs = inputs(server, request.arguments(), description.inputs());
    OpcUaMethodResult result =
        ServerView.await(server.nodes().call(List.of(new OpcUaMethodCall(object, method, inputs))))
            .get(0);
    List<MethodCallArgument> outputs = new ArrayList<>();
    ServiceResult said = explained(result, description);
    for (Variant output : result.outputs()) {
      NodeValueConverter.Written written = server.values().write(output);
      String type =
          written.type() == null && outputs.size() < description.outputs().size()
              ? server.text(description.outputs().get(outputs.size()).getDataType())
              : written.type();
      outputs.add(new MethodCallArgument(written.json(), type));
      said = written.result(said);
    }
    return new MethodCallResponse(outputs, ServerFaults.of(said, server.header()));
  }

  /** The method by its id, by a path from there, or by a path from the object. */
  private static ExpandedNodeId method(
      ServerView server, MethodCallRequest request, ExpandedNodeId object) throws UaException {
    if (!ServerView.isGiven(request.methodBrowsePath())) {
      return TargetNodeResolver.node(server, "method", request.methodId(), List.of());
    }
    ExpandedNodeId start =
        ServerView.isGiven(request.methodId()) ? ServerView.node(request.methodId()) : object;
    return TargetNodeResolver.follow(server, "methodBrowsePath", start, request.methodBrowsePath());
  }

  private static List<Variant> inputs(
      ServerView server, List<MethodCallArgument> given, List<Argument> declared)
      throws UaException {
    List<MethodCallArgument> arguments = given == null ? List.of() : given;
    if (arguments.size() > declared.size()) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          ("There are %s arguments, and the method takes %s. Ask for its metadata to see"
                  + " which.")
              .formatted(arguments.size(), declared.size()));
    }
    List<Variant> inputs = new ArrayList<>();
    for (int i = 0; i < declared.size(); i++) {
      JsonPointer place = JsonPointer.compile("/arguments/" + i + "/value");
      MethodCallArgument argument = i < arguments.size() ? arguments.get(i) : null;
      inputs.add(
          argument == null
              ? server.values().defaultOf(type(declared.get(i)), place)
              : input(server, argument, declared.get(i), place));
    }
    return inputs;
  }

  private static Variant input(
      ServerView server, MethodCallArgument given, Argument declared, JsonPointer place)
      throws UaException {
    if (given.value() == null || given.value().isNull()) {
      return Variant.NULL_VALUE;
    }
    ExpectedType type =
        ServerView.isGiven(given.dataType())
            ? ExpectedType.of(server.local(ServerView.node(given.dataType())))
            : type(declared);
    return server.values().read(given.value(), type, place);
  }

  private static ExpectedType type(Argument declared) {
    NodeId type = declared.getDataType();
    return type == null || type.isNull()
        ? ExpectedType.of(NodeIds.BaseDataType)
        : new ExpectedType(
            type, Math.max(declared.getValueRank(), ExpectedType.SCALAR_OR_ONE_DIMENSION));
  }

  /** Names the arguments that the server did not take. */
  private static ServiceResult explained(OpcUaMethodResult result, MethodDescription description) {
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < result.inputs().size(); i++) {
      ServiceResult input = result.inputs().get(i);
      if (!input.isUsable()) {
        String name =
            i < description.inputs().size() ? description.inputs().get(i).getName() : "" + i;
        wrong.add(name + ": " + StatusText.of(input.status()).replace("_", ""));
      }
    }
    return wrong.isEmpty() || !result.result().errorMessage().isEmpty()
        ? result.result()
        : ServiceResult.of(result.status(), String.join(", ", wrong));
  }
}
