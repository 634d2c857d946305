package org.bactrian.edge.twin;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Body;
import org.bactrian.edge.twin.contract.HistoryConfigurationRequest;
import org.bactrian.edge.twin.contract.HistoryConfigurationResponse;
import org.bactrian.edge.twin.contract.HistoryServerCapabilities;
import org.bactrian.edge.twin.contract.RequestHeader;
import org.bactrian.opcua.service.ServiceResult;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;

/**
 * Methods that describe what history servers have. Each takes JSON and returns an object that is
 * written as JSON.
 */
public final class HistoryDescriptionOperations {

  private final TwinRequestExecutor calls;

  public HistoryDescriptionOperations(TwinRequestExecutor calls) {
    this.calls = calls;
  }

  /** Method HistoryGetServerCapabilities: what history a server has, and what can be done to it. */
  public CompletableFuture<HistoryServerCapabilities> historyGetServerCapabilities(
      @Body byte[] payload) {
    TwinRequest request = TwinRequest.read(payload);
    RequestHeader header = request.body(RequestHeader.class);
    return calls.carryOut(
        request,
        header,
        server ->
            new ServerCapabilityReader(server, ServerView.await(server.nodes().capabilities()))
                .toHistoryContract(),
        error -> {
          throw ServerOperations.refused(error.errorMessage());
        });
  }

  /** Method HistoryGetConfiguration: how the history of a variable is recorded. */
  public CompletableFuture<HistoryConfigurationResponse> historyGetConfiguration(
      @Body byte[] request) {
    return calls.carryOut(
        request,
        HistoryConfigurationRequest.class,
        HistoryConfigurationRequest::header,
        HistoryDescriptionOperations::configuration,
        error -> new HistoryConfigurationResponse(null, error));
  }

  private static HistoryConfigurationResponse configuration(
      ServerView server, HistoryConfigurationRequest request) throws UaException {
    ExpandedNodeId node = TargetNodeResolver.node(server, "node", request.nodeId(), List.of());
    HistoryConfigurationReader reader = new HistoryConfigurationReader(server, node);
    ServiceResult found = reader.find();
    return found.isUsable()
        ? new HistoryConfigurationResponse(reader.read(), null)
        : new HistoryConfigurationResponse(null, ServerFaults.of(found, server.header()));
  }
}
