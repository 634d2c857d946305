package org.bactrian.edge.publisher.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Definition of a metric that has a name of OPC Publisher.
 *
 * @param <T> what the value is taken from
 * @param name name as it is scraped, without a suffix
 * @param kind how it is registered
 * @param help description
 * @param value its value
 */
record MetricDefinition<T>(String name, Kind kind, String help, ToDoubleFunction<T> value) {

  private static final String PREFIX = "iiot_edge_publisher_";

  /** Ways to register a metric. */
  enum Kind {
    /** A value that rises and falls. */
    GAUGE,
    /** A count, scraped without {@code _total} unless that is asked for. */
    COUNT,
    /** A count that always ends in {@code _total}. */
    TOTAL
  }

  static <T> MetricDefinition<T> gauge(String name, String help, ToDoubleFunction<T> value) {
    return new MetricDefinition<>(PREFIX + name, Kind.GAUGE, help, value);
  }

  static <T> MetricDefinition<T> count(String name, String help, ToDoubleFunction<T> value) {
    return new MetricDefinition<>(PREFIX + name, Kind.COUNT, help, value);
  }

  static <T> MetricDefinition<T> total(String name, String help, ToDoubleFunction<T> value) {
    return new MetricDefinition<>(PREFIX + name, Kind.TOTAL, help, value);
  }

  /**
   * Registers a meter.
   *
   * @param totalSuffix whether counts end in {@code _total}
   * @param source what the registry keeps a weak reference to
   * @param current what the value is taken from at a scrape; null when it is gone
   */
  <S> Meter register(
      MeterRegistry registry,
      Tags tags,
      boolean totalSuffix,
      S source,
      Function<S, @Nullable T> current) {
    ToDoubleFunction<S> now =
        from -> {
          T present = current.apply(from);
          return present == null ? Double.NaN : value.applyAsDouble(present);
        };
    return kind == Kind.TOTAL || kind == Kind.COUNT && totalSuffix
        ? FunctionCounter.builder(name, source, now).description(help).tags(tags).register(registry)
        : Gauge.builder(name, source, now).description(help).tags(tags).register(registry);
  }
}
