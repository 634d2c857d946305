package org.bactrian.edge.twin;

import java.time.Instant;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.json.TimestampText;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;

/**
 * Range of time of a history (Part 11, 6.4.3). A bound that is not given is the first DateTime,
 * which stands for none.
 *
 * @param start where it begins
 * @param end where it ends; before {@code start} for a range that is read backwards
 */
record HistoryRange(DateTime start, DateTime end) {

  /**
   * Range that a request names.
   *
   * @throws OperationException of kind BAD_REQUEST when it has neither bound
   */
  static HistoryRange of(Instant start, Instant end) {
    HistoryRange range = new HistoryRange(time(start), time(end));
    if (TimestampText.isNull(range.start) && TimestampText.isNull(range.end)) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "details has neither startTime nor endTime. Write at least one of them.");
    }
    return range;
  }

  /**
   * The number of entries that a request asks for, 0 for as many as there are.
   *
   * @param member name of the number in the request
   * @throws OperationException of kind BAD_REQUEST when there is no number and the range is open
   */
  UInteger count(Long count, String member) {
    long entries = count == null ? 0 : count;
    if (entries == 0 && !isClosed()) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "details has only one of startTime and endTime. Write the other one too, or how many are"
              + " wanted as "
              + member
              + ".");
    }
    return UInteger.valueOf(entries);
  }

  /** Returns whether both bounds are there. */
  boolean isClosed() {
    return !TimestampText.isNull(start) && !TimestampText.isNull(end);
  }

  private static DateTime time(Instant instant) {
    return instant == null ? DateTime.MIN_VALUE : TimestampText.dateTime(instant);
  }
}
