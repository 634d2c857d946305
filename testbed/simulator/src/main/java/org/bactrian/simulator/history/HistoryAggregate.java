package org.bactrian.simulator.history;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/** Aggregates that the historian computes (Part 13, 5.4.3). */
public enum HistoryAggregate {
  INTERPOLATIVE(NodeIds.AggregateFunction_Interpolative),
  AVERAGE(NodeIds.AggregateFunction_Average),
  TIME_AVERAGE(NodeIds.AggregateFunction_TimeAverage),
  MINIMUM(NodeIds.AggregateFunction_Minimum),
  MAXIMUM(NodeIds.AggregateFunction_Maximum),
  COUNT(NodeIds.AggregateFunction_Count),
  START(NodeIds.AggregateFunction_Start),
  END(NodeIds.AggregateFunction_End),
  DELTA(NodeIds.AggregateFunction_Delta);

  private final NodeId id;

  HistoryAggregate(NodeId id) {
    this.id = id;
  }

  /** Node id of the aggregate. */
  public NodeId id() {
    return id;
  }

  static Optional<HistoryAggregate> of(NodeId id) {
    return Stream.of(values()).filter(function -> function.id.equals(id)).findFirst();
  }

  /**
   * The aggregate of some good values.
   *
   * @param good the values of the interval, at least one, in the order of time
   */
  Variant of(List<DataValue> good) {
    return switch (this) {
      case COUNT -> Variant.of(good.size());
      case START, INTERPOLATIVE -> good.get(0).value();
      case END -> good.get(good.size() - 1).value();
      case MINIMUM ->
          good.stream()
              .min(Comparator.comparingDouble(Interpolation::number))
              .orElseThrow()
              .value();
      case MAXIMUM ->
          good.stream()
              .max(Comparator.comparingDouble(Interpolation::number))
              .orElseThrow()
              .value();
      case DELTA ->
          Variant.of(
              Interpolation.number(good.get(good.size() - 1)) - Interpolation.number(good.get(0)));
      case AVERAGE ->
          Variant.of(good.stream().mapToDouble(Interpolation::number).average().orElseThrow());
      case TIME_AVERAGE -> Variant.of(timeAverage(good));
    };
  }

  /** Area below the line through the values, by the time between the first and the last. */
  private static double timeAverage(List<DataValue> good) {
    double area = 0;
    double time = 0;
    for (int i = 1; i < good.size(); i++) {
      double step = HistoryTimes.ticks(good.get(i)) - HistoryTimes.ticks(good.get(i - 1));
      area +=
          step * (Interpolation.number(good.get(i - 1)) + Interpolation.number(good.get(i))) / 2;
      time += step;
    }
    return time == 0 ? Interpolation.number(good.get(0)) : area / time;
  }
}
