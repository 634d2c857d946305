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

  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(15);
  private static final Duration LEAST_INTERVAL = Duration.ofMillis(100);
  private static final Duration LONGEST_INTERVAL = Duration.ofDays(1);

  static OtlpOptions of(MergedValues values) {
    return new OtlpOptions(
        values
            .read("OtlpCollectorEndpoint", OtlpOptions::endpoint, Optional.<URI>empty())
            .orElse(null),
        values.read("OtlpExportIntervalMilliseconds", OtlpOptions::interval, DEFAULT_INTERVAL),
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
    if (interval.compareTo(LEAST_INTERVAL) < 0 || interval.compareTo(LONGEST_INTERVAL) > 0) {
      throw value.bad("is out of range. Write a number of milliseconds from 100 to 86400000");
    }
    return interval;
  }
}
