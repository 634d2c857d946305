package org.bactrian.simulator.history;

import java.util.function.Predicate;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.jspecify.annotations.Nullable;

/**
 * Domain of a read (Part 11, 6.4.3.2), in ticks of 100 ns since 1601.
 *
 * @param from the earlier bound, which is in the range
 * @param to the later bound, which is not, unless it equals {@code from}
 * @param backwards whether the latest entry comes first
 * @param count most entries in an answer, 0 for as many as the server likes
 * @param open whether one of the bounds was not given, so that {@code count} ends the read
 */
record HistoryTimes(long from, long to, boolean backwards, int count, boolean open) {

  /** Domain of a request. */
  static HistoryTimes of(DateTime start, DateTime end, UInteger count) throws UaException {
    boolean noStart = isNone(start);
    boolean noEnd = isNone(end);
    int most = (int) Math.min(count.longValue(), Integer.MAX_VALUE);
    if (noStart && noEnd || (noStart || noEnd) && most == 0) {
      throw new UaException(StatusCodes.Bad_HistoryOperationInvalid);
    }
    if (noEnd) {
      return new HistoryTimes(start.getUtcTime(), Long.MAX_VALUE, false, most, true);
    }
    if (noStart) {
      return new HistoryTimes(Long.MIN_VALUE, end.getUtcTime() + 1, true, most, true);
    }
    boolean backwards = end.getUtcTime() < start.getUtcTime();
    return backwards
        ? new HistoryTimes(end.getUtcTime() + 1, start.getUtcTime() + 1, true, most, false)
        : new HistoryTimes(start.getUtcTime(), end.getUtcTime(), false, most, false);
  }

  /** Domain of a deletion, which takes all that is in it. */
  static Predicate<Long> deletion(DateTime start, DateTime end) throws UaException {
    if (isNone(start) && isNone(end)) {
      throw new UaException(StatusCodes.Bad_HistoryOperationInvalid);
    }
    long from = isNone(start) ? Long.MIN_VALUE : start.getUtcTime();
    long to = isNone(end) ? Long.MAX_VALUE : end.getUtcTime();
    return time -> time >= from && (time < to || time == from);
  }

  /** Source timestamp of a value in ticks; 0 for none. */
  static long ticks(DataValue value) {
    DateTime time = value.sourceTime();
    return time == null ? 0 : time.getUtcTime();
  }

  boolean contains(long time) {
    return time >= from && (time < to || time == from);
  }

  static boolean isNone(@Nullable DateTime time) {
    return time == null || time.getUtcTime() <= 0;
  }
}
