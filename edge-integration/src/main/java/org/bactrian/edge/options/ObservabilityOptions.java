package org.bactrian.edge.options;

/**
 * Options of metrics.
 *
 * @param totalSuffix whether counts under names of OPC Publisher end in {@code _total}
 * @param mostSeries largest number of groups, of servers and of writers with metrics of their own
 */
public record ObservabilityOptions(boolean totalSuffix, int mostSeries) {

  /** Default of OPC Publisher. */
  private static final int DEFAULT_MOST_SERIES = 4000;

  static ObservabilityOptions of(MergedValues values) {
    return new ObservabilityOptions(
        values.bool("OtlpTotalNameSuffixForCounters"),
        values.number("OtlpMaxMetricStreams", 1, 1_000_000, DEFAULT_MOST_SERIES));
  }
}
