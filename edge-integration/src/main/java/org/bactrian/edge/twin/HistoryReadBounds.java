package org.bactrian.edge.twin;

import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadAnnotationDataDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadAtTimeDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadEventDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadEventDetails2;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRawModifiedDetails;

/** Bounds the number of entries that one answer has, whatever a caller asks for. */
final class HistoryReadBounds {

  /** Most values or events in one answer; the rest comes under a continuation token. */
  static final int MOST_ENTRIES = 10_000;

  private HistoryReadBounds() {}

  /**
   * Details that ask for no more than {@link #MOST_ENTRIES} in one answer.
   *
   * @throws OperationException of kind BAD_REQUEST when they cannot ask for less, since the server
   *     would not say that there are more
   */
  static HistoryReadDetails bounded(HistoryReadDetails details) {
    if (details instanceof ReadRawModifiedDetails raw) {
      return new ReadRawModifiedDetails(
          raw.getIsReadModified(),
          raw.getStartTime(),
          raw.getEndTime(),
          count(raw.getStartTime(), raw.getEndTime(), raw.getNumValuesPerNode()),
          raw.getReturnBounds());
    }
    if (details instanceof ReadEventDetails events && !(events instanceof ReadEventDetails2)) {
      return new ReadEventDetails(
          count(events.getStartTime(), events.getEndTime(), events.getNumValuesPerNode()),
          events.getStartTime(),
          events.getEndTime(),
          events.getFilter());
    }
    if (details instanceof ReadAtTimeDetails times) {
      requireFew(times.getReqTimes());
    } else if (details instanceof ReadAnnotationDataDetails times) {
      requireFew(times.getReqTimes());
    }
    return details;
  }

  private static UInteger count(DateTime start, DateTime end, UInteger count) {
    long wanted = count.longValue();
    if (new HistoryRange(start, end).isClosed()) {
      return wanted == 0 || wanted > MOST_ENTRIES ? UInteger.valueOf(MOST_ENTRIES) : count;
    }
    if (wanted > MOST_ENTRIES) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          wanted
              + " entries are asked for, and one answer has at most "
              + MOST_ENTRIES
              + ". Write both startTime and endTime to get them in several answers.");
    }
    return count;
  }

  private static void requireFew(DateTime[] times) {
    if (times != null && times.length > MOST_ENTRIES) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          times.length
              + " times are asked for, and one request has at most "
              + MOST_ENTRIES
              + ". Ask for the others in further requests.");
    }
  }
}
