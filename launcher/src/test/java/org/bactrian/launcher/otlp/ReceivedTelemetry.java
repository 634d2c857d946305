package org.bactrian.launcher.otlp;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Metrics and traces that a collector of a test has taken. */
public final class ReceivedTelemetry {

  private final List<ExportMetricsServiceRequest> metrics = new CopyOnWriteArrayList<>();
  private final List<ExportTraceServiceRequest> traces = new CopyOnWriteArrayList<>();

  void add(ExportMetricsServiceRequest request) {
    metrics.add(request);
  }

  void add(ExportTraceServiceRequest request) {
    traces.add(request);
  }

  /** Resource attributes of the metrics. */
  public Map<String, String> resource() {
    return attributes(
        metrics.get(metrics.size() - 1).getResourceMetrics(0).getResource().getAttributesList());
  }

  /** Metrics of a name, the newest at the end. */
  List<Metric> metrics(String name) {
    return metrics.stream()
        .flatMap(request -> request.getResourceMetricsList().stream())
        .flatMap(resource -> resource.getScopeMetricsList().stream())
        .flatMap(scope -> scope.getMetricsList().stream())
        .filter(metric -> metric.getName().equals(name))
        .toList();
  }

  /** Values of a metric, those of the attribute's value only. */
  List<NumberDataPoint> values(String name, String attribute, String value) {
    return metrics(name).stream()
        .flatMap(
            metric ->
                (metric.hasSum() ? metric.getSum().getDataPointsList() : gauges(metric)).stream())
        .filter(point -> value.equals(attributes(point.getAttributesList()).get(attribute)))
        .toList();
  }

  private static List<NumberDataPoint> gauges(Metric metric) {
    return metric.getGauge().getDataPointsList();
  }

  public List<HistogramDataPoint> histograms(String name) {
    return metrics(name).stream()
        .flatMap(metric -> metric.getHistogram().getDataPointsList().stream())
        .toList();
  }

  public List<Span> spans() {
    return traces.stream()
        .flatMap(request -> request.getResourceSpansList().stream())
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }

  static Map<String, String> attributes(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(Collectors.toMap(KeyValue::getKey, one -> one.getValue().getStringValue()));
  }
}
