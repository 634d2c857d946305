package org.bactrian.simulator.history;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadProcessedDetails;

/**
 * Read of aggregates, one for each interval (Part 11, 6.4.4). Values that are not good do not count
 * and make the aggregate uncertain; an interval without good ones has none.
 */
record ProcessedRead(ValueArchive archive) {

  private static final int MOST_INTERVALS = 10_000;
  private static final double TICKS_PER_MS = 10_000;
  private static final long CALCULATED = 0x0401;
  private static final long PARTIAL = 0x0404;

  List<DataValue> read(ReadProcessedDetails details) throws UaException {
    NodeId[] types = details.getAggregateType();
    if (types == null || types.length != 1) {
      throw new UaException(StatusCodes.Bad_AggregateListMismatch);
    }
    HistoryAggregate function =
        HistoryAggregate.of(types[0])
            .orElseThrow(() -> new UaException(StatusCodes.Bad_AggregateNotSupported));
    if (HistoryTimes.isNone(details.getStartTime()) || HistoryTimes.isNone(details.getEndTime())) {
      throw new UaException(StatusCodes.Bad_HistoryOperationInvalid);
    }
    long from = Math.min(details.getStartTime().getUtcTime(), details.getEndTime().getUtcTime());
    long to = Math.max(details.getStartTime().getUtcTime(), details.getEndTime().getUtcTime());
    double asked = details.getProcessingInterval() * TICKS_PER_MS;
    long step = asked < 1 ? Math.max(1, to - from) : (long) Math.min(asked, Long.MAX_VALUE / 4.0);
    if ((to - from) / step >= MOST_INTERVALS) {
      throw new UaException(
          StatusCodes.Bad_HistoryOperationInvalid, "more than " + MOST_INTERVALS + " intervals");
    }
    List<DataValue> aggregates = new ArrayList<>();
    for (long start = from; start < to; start += step) {
      aggregates.add(aggregate(function, start, Math.min(to, start + step)));
    }
    return aggregates;
  }

  private DataValue aggregate(HistoryAggregate function, long start, long end) throws UaException {
    if (function == HistoryAggregate.INTERPOLATIVE) {
      return new Interpolation(archive).at(start);
    }
    DateTime at = new DateTime(start);
    List<DataValue> all = archive.read(new HistoryTimes(start, end, false, 0, false), false);
    List<DataValue> good = all.stream().filter(Interpolation::isGood).toList();
    if (good.isEmpty()) {
      return new DataValue(Variant.NULL_VALUE, new StatusCode(StatusCodes.Bad_NoData), at, at);
    }
    boolean whole = archive.atOrBefore(start).isPresent() && archive.after(end - 1).isPresent();
    boolean sure = good.size() == all.size() || function == HistoryAggregate.DELTA;
    long status =
        (sure ? StatusCodes.Good : StatusCodes.Uncertain_DataSubNormal)
            | CALCULATED
            | (whole ? 0 : PARTIAL);
    return new DataValue(function.of(good), new StatusCode(status), at, at);
  }
}
