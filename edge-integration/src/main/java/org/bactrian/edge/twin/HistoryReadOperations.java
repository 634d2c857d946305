package org.bactrian.edge.twin;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Body;
import org.bactrian.edge.twin.contract.HistoricEvent;
import org.bactrian.edge.twin.contract.HistoricValue;
import org.bactrian.edge.twin.contract.HistoryReadNextRequest;
import org.bactrian.edge.twin.contract.HistoryReadRequest;
import org.bactrian.edge.twin.contract.HistoryReadResponse;
import org.bactrian.edge.twin.contract.ReadEventsDetails;
import org.bactrian.edge.twin.contract.ReadModifiedValuesDetails;
import org.bactrian.edge.twin.contract.ReadProcessedValuesDetails;
import org.bactrian.edge.twin.contract.ReadValuesAtTimesDetails;
import org.bactrian.edge.twin.contract.ReadValuesDetails;
import org.bactrian.opcua.service.HistoryContinuationPoint;

/**
 * Methods that read values and events of histories, a page at a time. Each takes JSON and returns
 * an object that is written as JSON.
 */
public final class HistoryReadOperations {

  private final TwinRequestExecutor calls;

  public HistoryReadOperations(TwinRequestExecutor calls) {
    this.calls = calls;
  }

  /** Method HistoryReadValues: values as they were recorded. */
  public CompletableFuture<HistoryReadResponse<List<HistoricValue>>> historyReadValues(
      @Body byte[] request) {
    return read(
        request, ReadValuesDetails.class, ReadDetailsConverter::values, HistoryFormat.VALUES);
  }

  /** Method HistoryReadModifiedValues: values that were changed, with their changes. */
  public CompletableFuture<HistoryReadResponse<List<HistoricValue>>> historyReadModifiedValues(
      @Body byte[] request) {
    return read(
        request,
        ReadModifiedValuesDetails.class,
        ReadDetailsConverter::modifiedValues,
        HistoryFormat.VALUES);
  }

  /** Method HistoryReadValuesAtTimes: a value for each of some times. */
  public CompletableFuture<HistoryReadResponse<List<HistoricValue>>> historyReadValuesAtTimes(
      @Body byte[] request) {
    return read(
        request,
        ReadValuesAtTimesDetails.class,
        ReadDetailsConverter::valuesAtTimes,
        HistoryFormat.VALUES);
  }

  /** Method HistoryReadProcessedValues: aggregates of the values of intervals. */
  public CompletableFuture<HistoryReadResponse<List<HistoricValue>>> historyReadProcessedValues(
      @Body byte[] request) {
    return read(
        request,
        ReadProcessedValuesDetails.class,
        ReadDetailsConverter::processedValues,
        HistoryFormat.VALUES);
  }

  /** Method HistoryReadValuesNext: values that did not fit into the answer before. */
  public CompletableFuture<HistoryReadResponse<List<HistoricValue>>> historyReadValuesNext(
      @Body byte[] request) {
    return next(calls, request, HistoryFormat.VALUES);
  }

  /** Method HistoryReadEvents: events as they were recorded. */
  public CompletableFuture<HistoryReadResponse<List<HistoricEvent>>> historyReadEvents(
      @Body byte[] request) {
    return read(
        request, ReadEventsDetails.class, ReadDetailsConverter::events, HistoryFormat.EVENTS);
  }

  /** Method HistoryReadEventsNext: events that did not fit into the answer before. */
  public CompletableFuture<HistoryReadResponse<List<HistoricEvent>>> historyReadEventsNext(
      @Body byte[] request) {
    return next(calls, request, HistoryFormat.EVENTS);
  }

  private <D, H> CompletableFuture<HistoryReadResponse<H>> read(
      byte[] payload,
      Class<D> type,
      HistoryReader.DetailsStep<D> details,
      HistoryFormat<H> format) {
    return calls.carryOut(
        payload,
        HistoryReadRequest.class,
        HistoryReadRequest::header,
        (server, request) ->
            HistoryReader.answer(
                server,
                HistoryReader.first(
                    server,
                    request,
                    details.take(server, HistoryReader.details(request.details(), type))),
                format),
        HistoryReadResponse::failed);
  }

  /** The page after that of an earlier answer. */
  static <H> CompletableFuture<HistoryReadResponse<H>> next(
      TwinRequestExecutor calls, byte[] payload, HistoryFormat<H> format) {
    TwinRequest request = TwinRequest.read(payload);
    HistoryReadNextRequest body = request.body(HistoryReadNextRequest.class);
    return calls.goOn(
        request,
        body.header(),
        body.continuationToken(),
        HistoryContinuationPoint.class,
        (nodes, point) -> nodes.historyNext(point, Boolean.TRUE.equals(body.abort())),
        (server, page) -> HistoryReader.answer(server, page, format),
        HistoryReadResponse::failed);
  }
}
