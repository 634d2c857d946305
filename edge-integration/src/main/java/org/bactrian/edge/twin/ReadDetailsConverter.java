package org.bactrian.edge.twin;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.bactrian.edge.twin.contract.AggregateConfiguration;
import org.bactrian.edge.twin.contract.ReadEventsDetails;
import org.bactrian.edge.twin.contract.ReadModifiedValuesDetails;
import org.bactrian.edge.twin.contract.ReadProcessedValuesDetails;
import org.bactrian.edge.twin.contract.ReadValuesAtTimesDetails;
import org.bactrian.edge.twin.contract.ReadValuesDetails;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.json.TimestampText;
import org.bactrian.opcua.node.NodeIdTextException;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadAtTimeDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadEventDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadProcessedDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRawModifiedDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;

/**
 * Converts what requests ask of histories to the details of HistoryRead (Part 11, 6.4). What cannot
 * be meant is an {@link OperationException} of kind BAD_REQUEST.
 */
final class ReadDetailsConverter {

  private static final int DEFAULT_PERCENT = 0;

  private ReadDetailsConverter() {}

  static HistoryReadDetails values(ServerView server, ReadValuesDetails details) {
    HistoryRange range = HistoryRange.of(details.startTime(), details.endTime());
    return new ReadRawModifiedDetails(
        false,
        range.start(),
        range.end(),
        range.count(details.numValues(), "numValues"),
        Boolean.TRUE.equals(details.returnBounds()));
  }

  static HistoryReadDetails modifiedValues(ServerView server, ReadModifiedValuesDetails details) {
    HistoryRange range = HistoryRange.of(details.startTime(), details.endTime());
    return new ReadRawModifiedDetails(
        true, range.start(), range.end(), range.count(details.numValues(), "numValues"), false);
  }

  static HistoryReadDetails valuesAtTimes(ServerView server, ReadValuesAtTimesDetails details) {
    return new ReadAtTimeDetails(
        times(details.reqTimes()), Boolean.TRUE.equals(details.useSimpleBounds()));
  }

  /**
   * Times that a request names.
   *
   * @throws OperationException of kind BAD_REQUEST when there are none
   */
  static DateTime[] times(List<Instant> times) {
    return HistoryUpdateOperations.required(times, "reqTimes").stream()
        .map(TimestampText::dateTime)
        .toArray(DateTime[]::new);
  }

  static HistoryReadDetails processedValues(ServerView server, ReadProcessedValuesDetails details)
      throws UaException {
    HistoryRange range = HistoryRange.of(details.startTime(), details.endTime());
    Duration interval = Objects.requireNonNullElse(details.processingInterval(), Duration.ZERO);
    if (interval.isNegative()) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "processingInterval is negative. Write a length of time as in \"00:01:00\".");
    }
    return new ReadProcessedDetails(
        range.start(),
        range.end(),
        interval.getSeconds() * 1e3 + interval.getNano() / 1e6,
        ServerView.isGiven(details.aggregateType())
            ? new NodeId[] {aggregate(server, details.aggregateType())}
            : null,
        configuration(details.aggregateConfiguration()));
  }

  /** The aggregate of the name, else of the node id. */
  private static NodeId aggregate(ServerView server, String text) throws UaException {
    List<ReferenceDescription> known =
        text.indexOf('=') >= 0
            ? List.of()
            : ServerView.await(server.nodes().capabilities()).historyAggregateFunctions();
    for (ReferenceDescription aggregate : known) {
      if (text.equals(server.text(aggregate.getBrowseName()))
          || text.equals(aggregate.getBrowseName().name())) {
        return server.local(aggregate.getNodeId());
      }
    }
    try {
      return server.local(ServerView.node(text));
    } catch (NodeIdTextException e) {
      Set<String> names = new TreeSet<>();
      known.forEach(aggregate -> names.add(server.text(aggregate.getBrowseName())));
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "aggregateType \"%s\" is no aggregate of the server, which has %s. Write one of these, or"
                  .formatted(
                      text, names.isEmpty() ? "none that it names" : String.join(", ", names))
              + " a node id.",
          e);
    }
  }

  private static org.eclipse.milo.opcua.stack.core.types.structured.AggregateConfiguration
      configuration(AggregateConfiguration given) {
    if (given == null) {
      return new org.eclipse.milo.opcua.stack.core.types.structured.AggregateConfiguration(
          true, true, ubyte(DEFAULT_PERCENT), ubyte(DEFAULT_PERCENT), true);
    }
    return new org.eclipse.milo.opcua.stack.core.types.structured.AggregateConfiguration(
        false,
        !Boolean.FALSE.equals(given.treatUncertainAsBad()),
        ubyte(Objects.requireNonNullElse(given.percentDataBad(), DEFAULT_PERCENT)),
        ubyte(Objects.requireNonNullElse(given.percentDataGood(), DEFAULT_PERCENT)),
        !Boolean.FALSE.equals(given.useSlopedExtrapolation()));
  }

  static HistoryReadDetails events(ServerView server, ReadEventsDetails details)
      throws UaException {
    HistoryRange range = HistoryRange.of(details.startTime(), details.endTime());
    return new ReadEventDetails(
        range.count(details.numEvents(), "numEvents"),
        range.start(),
        range.end(),
        RequestEventFilter.of(server, details.filter()));
  }
}
