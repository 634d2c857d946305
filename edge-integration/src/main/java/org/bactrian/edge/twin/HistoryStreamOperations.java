package org.bactrian.edge.twin;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Body;
import org.bactrian.edge.twin.contract.HistoricEvent;
import org.bactrian.edge.twin.contract.HistoricValue;
import org.bactrian.edge.twin.contract.HistoryReadRequest;
import org.bactrian.edge.twin.contract.ReadEventsDetails;
import org.bactrian.edge.twin.contract.ReadModifiedValuesDetails;
import org.bactrian.edge.twin.contract.ReadProcessedValuesDetails;
import org.bactrian.edge.twin.contract.ReadValuesAtTimesDetails;
import org.bactrian.edge.twin.contract.ReadValuesDetails;

/**
 * Operations that stream histories of any length. Each takes JSON and returns objects that are
 * written as JSON; they call the server while they are read, and are to be closed by the reader
 * unless they are read to their end. What the server refuses is an exception of the reading.
 */
public final class HistoryStreamOperations {

  private final TwinRequestExecutor calls;

  public HistoryStreamOperations(TwinRequestExecutor calls) {
    this.calls = calls;
  }

  /** Operation HistoryStreamValues: values as they were recorded. */
  public CompletableFuture<Iterator<HistoricValue>> historyStreamValues(@Body byte[] request) {
    return stream(
        request, ReadValuesDetails.class, ReadDetailsConverter::values, HistoryFormat.VALUES);
  }

  /** Operation HistoryStreamModifiedValues: values that were changed, with their changes. */
  public CompletableFuture<Iterator<HistoricValue>> historyStreamModifiedValues(
      @Body byte[] request) {
    return stream(
        request,
        ReadModifiedValuesDetails.class,
        ReadDetailsConverter::modifiedValues,
        HistoryFormat.VALUES);
  }

  /** Operation HistoryStreamValuesAtTimes: a value for each of some times. */
  public CompletableFuture<Iterator<HistoricValue>> historyStreamValuesAtTimes(
      @Body byte[] request) {
    return stream(
        request,
        ReadValuesAtTimesDetails.class,
        ReadDetailsConverter::valuesAtTimes,
        HistoryFormat.VALUES);
  }

  /** Operation HistoryStreamProcessedValues: aggregates of the values of intervals. */
  public CompletableFuture<Iterator<HistoricValue>> historyStreamProcessedValues(
      @Body byte[] request) {
    return stream(
        request,
        ReadProcessedValuesDetails.class,
        ReadDetailsConverter::processedValues,
        HistoryFormat.VALUES);
  }

  /** Operation HistoryStreamEvents: events as they were recorded. */
  public CompletableFuture<Iterator<HistoricEvent>> historyStreamEvents(@Body byte[] request) {
    return stream(
        request, ReadEventsDetails.class, ReadDetailsConverter::events, HistoryFormat.EVENTS);
  }

  private <D, T> CompletableFuture<Iterator<T>> stream(
      byte[] payload,
      Class<D> type,
      HistoryReader.DetailsStep<D> details,
      HistoryFormat<List<T>> format) {
    TwinRequest request = TwinRequest.read(payload);
    HistoryReadRequest body = request.body(HistoryReadRequest.class);
    D wanted = HistoryReader.details(body.details(), type);
    return TwinRequestExecutor.answered(
        request.settings(body.header()),
        body.header(),
        calls.stream(
            request,
            body.header(),
            (server, end) ->
                new PagedStream<>(
                    "Reading the history",
                    new HistoryPages<>(
                        server,
                        () -> HistoryReader.first(server, body, details.take(server, wanted)),
                        format),
                    end)),
        error -> {
          throw HistoryPages.refused(error.errorMessage());
        });
  }
}
