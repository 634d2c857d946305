package org.bactrian.edge.twin;

import java.util.concurrent.CompletableFuture;
import org.apache.camel.Body;
import org.bactrian.edge.query.EventFilterCompiler;
import org.bactrian.edge.query.QuerySyntaxException;
import org.bactrian.edge.twin.contract.NodeMetadataRequest;
import org.bactrian.edge.twin.contract.NodeMetadataResponse;
import org.bactrian.edge.twin.contract.QueryCompilationRequest;
import org.bactrian.edge.twin.contract.QueryCompilationResponse;
import org.bactrian.edge.twin.contract.RequestHeader;
import org.bactrian.edge.twin.contract.ServerCapabilitiesResponse;
import org.bactrian.edge.twin.contract.TestConnectionRequest;
import org.bactrian.edge.twin.contract.TestConnectionResponse;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.service.ServiceResult;
import org.bactrian.opcua.session.ConnectionSettings;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/**
 * Methods about servers and their types. Each takes JSON and returns an object that is written as
 * JSON.
 */
public final class ServerOperations {

  private final TwinRequestExecutor calls;

  public ServerOperations(TwinRequestExecutor calls) {
    this.calls = calls;
  }

  /** Method GetServerCapabilities: what a server can do, and how much at once. */
  public CompletableFuture<ServerCapabilitiesResponse> getServerCapabilities(@Body byte[] payload) {
    TwinRequest request = TwinRequest.read(payload);
    RequestHeader header = request.body(RequestHeader.class);
    return calls.carryOut(
        request,
        header,
        server ->
            new ServerCapabilityReader(server, ServerView.await(server.nodes().capabilities()))
                .toContract(),
        error -> {
          throw refused(error.errorMessage());
        });
  }

  /** The contract has no place for what went wrong there. */
  static OperationException refused(String message) {
    return new OperationException(
        FaultKind.BAD_REQUEST, "The server did not tell its capabilities: " + message);
  }

  /** Method TestConnection: whether a session with a server can be had. */
  public CompletableFuture<TestConnectionResponse> testConnection(@Body byte[] payload) {
    TwinRequest request = TwinRequest.read(payload);
    RequestHeader header = request.body(TestConnectionRequest.class).header();
    ConnectionSettings settings = request.settings(header);
    return calls
        .withPermit(
            settings, permit -> calls.sessions().test(settings, calls.options(request, header)))
        .thenApply(result -> new TestConnectionResponse(ServerFaults.of(result, header)));
  }

  /** Method GetMetadata: what a node is by its type, and what instances of the type have. */
  public CompletableFuture<NodeMetadataResponse> getMetadata(@Body byte[] request) {
    return calls.carryOut(
        request,
        NodeMetadataRequest.class,
        NodeMetadataRequest::header,
        ServerOperations::metadata,
        NodeMetadata::failed);
  }

  private static NodeMetadataResponse metadata(ServerView server, NodeMetadataRequest request)
      throws UaException {
    return new NodeMetadata(server)
        .of(TargetNodeResolver.node(server, "node", request.nodeId(), request.browsePath()));
  }

  /** Method CompileQuery: a query for events as a filter, with the fields that the server has. */
  public CompletableFuture<QueryCompilationResponse> compileQuery(@Body byte[] request) {
    return calls.carryOut(
        request,
        QueryCompilationRequest.class,
        QueryCompilationRequest::header,
        ServerOperations::compiled,
        error -> new QueryCompilationResponse(error, null));
  }

  private static QueryCompilationResponse compiled(
      ServerView server, QueryCompilationRequest request) throws UaException {
    if (!ServerView.isGiven(request.query())) {
      throw new OperationException(
          FaultKind.BAD_REQUEST, "query is missing. Write SELECT * FROM BaseEventType.");
    }
    try {
      return new QueryCompilationResponse(
          null, EventFilterCompiler.compile(request.query(), new ServerEventTypes(server)));
    } catch (QuerySyntaxException e) {
      ServiceResult fault =
          ServiceResult.of(
              new StatusCode(StatusCodes.Bad_InvalidArgument), String.valueOf(e.getMessage()));
      return new QueryCompilationResponse(ServerFaults.of(fault, server.header()), null);
    }
  }
}
