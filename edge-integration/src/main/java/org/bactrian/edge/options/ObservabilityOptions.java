package org.bactrian.edge.options;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Options of logs, diagnostics and metrics.
 *
 * @param metrics whether there are metrics for Prometheus
 * @param otlp export to an OpenTelemetry collector
 * @param totalSuffix whether counts under names of OPC Publisher end in {@code _total}
 * @param mostSeries largest number of groups, of servers and of writers with metrics of their own
 * @param target target of periodic diagnostics
 * @param resources whether diagnostics tell of CPU and memory
 * @param diagnosticsTopic template of the topic of diagnostics
 * @param runtimeState whether a message tells that the edge has started
 * @param log the log
 */
@RecordBuilder
public record ObservabilityOptions(
    boolean metrics,
    OtlpOptions otlp,
    boolean totalSuffix,
    int mostSeries,
    DiagnosticsTarget target,
    boolean resources,
    String diagnosticsTopic,
    boolean runtimeState,
    LogOptions log) {

  /** Default of OPC Publisher. */
  private static final int DEFAULT_MOST_SERIES = 4000;

  private static final String DIAGNOSTICS_TOPIC = "{RootTopic}/diagnostics/{WriterGroup}";

  static ObservabilityOptions of(MergedValues values) {
    OtlpOptions otlp = OtlpOptions.of(values);
    return ObservabilityOptionsBuilder.builder()
        .metrics(values.bool("EnableMetrics", otlp.endpoint().isEmpty()))
        .otlp(otlp)
        .totalSuffix(values.bool("OtlpTotalNameSuffixForCounters"))
        .mostSeries(values.number("OtlpMaxMetricStreams", 1, 1_000_000, DEFAULT_MOST_SERIES))
        .target(
            values.oneOf(
                "DiagnosticsTarget",
                DiagnosticsTarget.values(),
                DiagnosticsTarget::text,
                DiagnosticsTarget.LOGGER))
        .resources(!values.bool("DisableResourceMonitoring"))
        .diagnosticsTopic(values.topic("DiagnosticsTopicTemplate", DIAGNOSTICS_TOPIC))
        .runtimeState(values.bool("RuntimeStateReporting"))
        .log(LogOptions.of(values))
        .build();
  }
}
