package org.bactrian.simulator.history;

import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/**
 * Values between recorded ones (Part 13, 5.4.3.4): on the line between the nearest good values, and
 * that of the last one after it. The value keeps the type of the recorded ones.
 */
record Interpolation(ValueArchive archive) {

  private static final long INTERPOLATED = 0x0402;

  /** The value at a time: as it was recorded, else interpolated; Bad_NoData before the first. */
  DataValue at(long time) {
    Optional<DataValue> recorded =
        archive.atOrBefore(time).filter(value -> HistoryTimes.ticks(value) == time);
    if (recorded.isPresent()) {
      return recorded.get();
    }
    Optional<DataValue> before = goodBefore(time);
    if (before.isEmpty()) {
      return of(Variant.NULL_VALUE, StatusCodes.Bad_NoData, time);
    }
    Optional<DataValue> after = goodAfter(time);
    return after.isEmpty()
        ? of(before.get().value(), StatusCodes.Uncertain_DataSubNormal | INTERPOLATED, time)
        : of(between(before.get(), after.get(), time), StatusCodes.Good | INTERPOLATED, time);
  }

  private Optional<DataValue> goodBefore(long time) {
    Optional<DataValue> value = archive.atOrBefore(time);
    while (value.isPresent() && !isGood(value.get())) {
      value = archive.atOrBefore(HistoryTimes.ticks(value.get()) - 1);
    }
    return value;
  }

  private Optional<DataValue> goodAfter(long time) {
    Optional<DataValue> value = archive.after(time);
    while (value.isPresent() && !isGood(value.get())) {
      value = archive.after(HistoryTimes.ticks(value.get()));
    }
    return value;
  }

  static boolean isGood(DataValue value) {
    return value.statusCode().isGood() && value.value().value() instanceof Number;
  }

  private static Variant between(DataValue before, DataValue after, long time) {
    double first = number(before);
    double second = number(after);
    double from = HistoryTimes.ticks(before);
    double share = (time - from) / (HistoryTimes.ticks(after) - from);
    return ofType(before, first + (second - first) * share);
  }

  static double number(DataValue value) {
    return value.value().value() instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  /** A number of the type that a value has. */
  private static Variant ofType(DataValue value, double number) {
    Object like = value.value().value();
    if (like instanceof Integer) {
      return Variant.of((int) Math.round(number));
    }
    return like instanceof Long ? Variant.of(Math.round(number)) : Variant.of(number);
  }

  private static DataValue of(Variant value, long status, long time) {
    DateTime at = new DateTime(time);
    return new DataValue(value, new StatusCode(status), at, at);
  }
}
