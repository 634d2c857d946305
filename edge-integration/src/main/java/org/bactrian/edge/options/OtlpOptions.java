package org.bactrian.edge.options;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.bactrian.web.metrics.CollectorUrl;
import org.jspecify.annotations.Nullable;

/**
 * Options of the export to an OpenTelemetry collector.
 *
 * @param collector URL of the collector, null for no export
 * @param interval time between two exports of metrics
 * @param traces whether traces are exported besides metrics
 */
public record OtlpOptions(@Nullable URI collector, Duration interval, boolean traces) {

  /** Word of OPC Publisher for its default. */
  private static final String DISABLED = "disabled";

  /** Interval of OPC Publisher in milliseconds. */
  public static final int DEFAULT_INTERVAL = 15_000;

  /** Shortest interval in milliseconds. */
  public static final int LEAST_INTERVAL = 100;

  /** Longest interval in milliseconds, a day. */
  public static final int LONGEST_INTERVAL = 86_400_000;

  static OtlpOptions of(MergedValues values) {
    return new OtlpOptions(
        values
            .read("OtlpCollectorEndpoint", OtlpOptions::endpoint, Optional.<URI>empty())
            .orElse(null),
        values.read(
            "OtlpExportIntervalMilliseconds",
            OtlpOptions::interval,
            Duration.ofMillis(DEFAULT_INTERVAL)),
        values.bool("EnableOtelTraces"));
  }

  /** The collector, empty for no export. */
  public Optional<URI> endpoint() {
    return Optional.ofNullable(collector);
  }

  private static Optional<URI> endpoint(OptionValue value) {
    String text = value.text().strip();
    if (text.isEmpty() || text.equalsIgnoreCase(DISABLED)) {
      return Optional.empty();
    }
    try {
      return Optional.of(CollectorUrl.parse(text));
    } catch (IllegalArgumentException e) {
      throw new OptionValue(value.where(), CollectorUrl.withoutCredentials(text), value.unit())
          .bad(String.valueOf(e.getMessage()));
    }
  }

  private static Duration interval(OptionValue value) {
    Duration interval = value.asDuration();
    if (interval.compareTo(Duration.ofMillis(LEAST_INTERVAL)) < 0
        || interval.compareTo(Duration.ofMillis(LONGEST_INTERVAL)) > 0) {
      throw value.bad(
          "is out of range. Write a number of milliseconds from "
              + LEAST_INTERVAL
              + " to "
              + LONGEST_INTERVAL);
    }
    return interval;
  }
}
