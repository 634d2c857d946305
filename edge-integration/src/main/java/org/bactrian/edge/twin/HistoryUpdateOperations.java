package org.bactrian.edge.twin;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Body;
import org.bactrian.edge.twin.contract.DeleteEventsDetails;
import org.bactrian.edge.twin.contract.DeleteValuesAtTimesDetails;
import org.bactrian.edge.twin.contract.DeleteValuesDetails;
import org.bactrian.edge.twin.contract.ErrorInfo;
import org.bactrian.edge.twin.contract.HistoryUpdateRequest;
import org.bactrian.edge.twin.contract.HistoryUpdateResponse;
import org.bactrian.edge.twin.contract.UpdateEventsDetails;
import org.bactrian.edge.twin.contract.UpdateValuesDetails;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.service.HistoryUpdateOutcome;
import org.bactrian.opcua.service.ServiceResult;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.PerformUpdateType;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryUpdateDetails;
import org.jspecify.annotations.Nullable;

/** Methods that change histories. Each takes JSON and returns an object that is written as JSON. */
public final class HistoryUpdateOperations {

  private static final ErrorInfo GOOD =
      new ErrorInfo(0L, "Good", "Good", null, null, null, null, null);

  private final TwinRequestExecutor calls;

  public HistoryUpdateOperations(TwinRequestExecutor calls) {
    this.calls = calls;
  }

  /** Method HistoryInsertValues: values that are not there are added. */
  public CompletableFuture<HistoryUpdateResponse> historyInsertValues(@Body byte[] request) {
    return updateValues(request, PerformUpdateType.Insert);
  }

  /** Method HistoryReplaceValues: values that are there are replaced. */
  public CompletableFuture<HistoryUpdateResponse> historyReplaceValues(@Body byte[] request) {
    return updateValues(request, PerformUpdateType.Replace);
  }

  /** Method HistoryUpsertValues: values are added or replaced. */
  public CompletableFuture<HistoryUpdateResponse> historyUpsertValues(@Body byte[] request) {
    return updateValues(request, PerformUpdateType.Update);
  }

  /** Method HistoryInsertEvents: events that are not there are added. */
  public CompletableFuture<HistoryUpdateResponse> historyInsertEvents(@Body byte[] request) {
    return updateEvents(request, PerformUpdateType.Insert);
  }

  /** Method HistoryReplaceEvents: events that are there are replaced. */
  public CompletableFuture<HistoryUpdateResponse> historyReplaceEvents(@Body byte[] request) {
    return updateEvents(request, PerformUpdateType.Replace);
  }

  /** Method HistoryUpsertEvents: events are added or replaced. */
  public CompletableFuture<HistoryUpdateResponse> historyUpsertEvents(@Body byte[] request) {
    return updateEvents(request, PerformUpdateType.Update);
  }

  /** Method HistoryDeleteValues: the values of a range are deleted. */
  public CompletableFuture<HistoryUpdateResponse> historyDeleteValues(@Body byte[] request) {
    return update(
        request,
        DeleteValuesDetails.class,
        (server, node, details) -> UpdateDetailsConverter.range(node, details, false));
  }

  /** Method HistoryDeleteModifiedValues: the changes of a range are forgotten. */
  public CompletableFuture<HistoryUpdateResponse> historyDeleteModifiedValues(
      @Body byte[] request) {
    return update(
        request,
        DeleteValuesDetails.class,
        (server, node, details) -> UpdateDetailsConverter.range(node, details, true));
  }

  /** Method HistoryDeleteValuesAtTimes: the values at some times are deleted. */
  public CompletableFuture<HistoryUpdateResponse> historyDeleteValuesAtTimes(@Body byte[] request) {
    return update(
        request,
        DeleteValuesAtTimesDetails.class,
        (server, node, details) -> UpdateDetailsConverter.times(node, details));
  }

  /** Method HistoryDeleteEvents: some events are deleted. */
  public CompletableFuture<HistoryUpdateResponse> historyDeleteEvents(@Body byte[] request) {
    return update(
        request,
        DeleteEventsDetails.class,
        (server, node, details) -> UpdateDetailsConverter.events(node, details));
  }

  private CompletableFuture<HistoryUpdateResponse> updateValues(
      byte[] request, PerformUpdateType kind) {
    return update(
        request,
        UpdateValuesDetails.class,
        (server, node, details) -> new UpdateDetailsConverter(server).values(node, details, kind));
  }

  private CompletableFuture<HistoryUpdateResponse> updateEvents(
      byte[] request, PerformUpdateType kind) {
    return update(
        request,
        UpdateEventsDetails.class,
        (server, node, details) -> new UpdateDetailsConverter(server).events(node, details, kind));
  }

  /** A step that makes the details of an update from those of a request. */
  @FunctionalInterface
  private interface DetailsStep<D> {
    HistoryUpdateDetails take(ServerView server, NodeId node, D details) throws UaException;
  }

  private <D> CompletableFuture<HistoryUpdateResponse> update(
      byte[] payload, Class<D> type, DetailsStep<D> step) {
    return calls.carryOut(
        payload,
        HistoryUpdateRequest.class,
        HistoryUpdateRequest::header,
        (server, request) -> {
          D details = HistoryReader.details(request.details(), type);
          ExpandedNodeId node =
              TargetNodeResolver.node(server, "node", request.nodeId(), request.browsePath());
          return carryOut(server, step.take(server, server.local(node), details));
        },
        error -> new HistoryUpdateResponse(null, error));
  }

  /** Sends an update, and answers how it went. */
  static HistoryUpdateResponse carryOut(ServerView server, HistoryUpdateDetails details)
      throws UaException {
    HistoryUpdateOutcome outcome =
        ServerView.await(
            server
                .nodes()
                .historyUpdate(ExtensionObject.encode(server.access().encoding(), details)));
    ErrorInfo error = ServerFaults.of(outcome.result(), server.header());
    return outcome.result().isUsable()
        ? new HistoryUpdateResponse(
            outcome.operations().stream().map(result -> result(server, result)).toList(), error)
        : new HistoryUpdateResponse(null, error);
  }

  private static ErrorInfo result(ServerView server, ServiceResult result) {
    ErrorInfo error = ServerFaults.of(result, server.header());
    return error == null ? GOOD : error;
  }

  /**
   * A list of a request that must not be empty.
   *
   * @throws OperationException of kind BAD_REQUEST when it is
   */
  static <T> List<T> required(@Nullable List<T> list, String member) {
    if (list == null || list.isEmpty()) {
      throw new OperationException(
          FaultKind.BAD_REQUEST, "details/" + member + " is missing or empty. Write at least one.");
    }
    return list;
  }
}
