package org.bactrian.launcher.otlp;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests of OTLP that carry what the meters of a registry show at one time. Counts are those
 * since the start of the process. Names and units become those of the metrics page where a
 * collector translates them for Prometheus.
 */
final class MetricRequests {

  /** Largest number of values in one request, which keeps it below the 4 MB that gRPC takes. */
  static final int MAX_VALUES = 4_000;

  private static final Logger LOG = LoggerFactory.getLogger(MetricRequests.class);
  private static final String SCOPE = "org.bactrian";
  private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Units of Micrometer by their names in OpenTelemetry, those of UCUM. */
  private static final Map<String, String> UNITS =
      Map.of("bytes", "By", "seconds", "s", "milliseconds", "ms", "percent", "%");

  private final ResourceMetrics.Builder process;
  private final long start;
  private final long now;
  private final List<ExportMetricsServiceRequest> requests = new ArrayList<>();
  private final Map<String, Metric.Builder> metrics = new LinkedHashMap<>();
  private int values;

  private MetricRequests(Resource resource, Instant start, Instant now) {
    this.process =
        ResourceMetrics.newBuilder()
            .setResource(
                io.opentelemetry.proto.resource.v1.Resource.newBuilder()
                    .addAllAttributes(OtlpAttributes.of(resource.getAttributes())));
    this.start = nanos(start);
    this.now = nanos(now);
  }

  /**
   * Returns the requests, each of them with a part of the values.
   *
   * @param start start of the process
   * @param now time of the values
   */
  static List<ExportMetricsServiceRequest> of(
      Collection<Meter> meters, Resource resource, Instant start, Instant now) {
    MetricRequests all = new MetricRequests(resource, start, now);
    meters.stream()
        .sorted(Comparator.comparing((Meter meter) -> meter.getId().getName()))
        .forEach(all::add);
    all.end();
    return all.requests;
  }

  /** A meter whose value cannot be had is left out. */
  private void add(Meter meter) {
    try {
      meter.use(
          this::gauge,
          this::counter,
          timer -> histogram(timer, timer.takeSnapshot(), NANOS),
          summary -> histogram(summary, summary.takeSnapshot(), 1),
          this::others,
          this::gauge,
          this::functionCounter,
          this::functionTimer,
          this::others);
    } catch (RuntimeException e) {
      LOG.debug("{} has no value", meter.getId().getName(), e);
    }
    if (values >= MAX_VALUES) {
      end();
    }
  }

  private void end() {
    if (values > 0) {
      ScopeMetrics.Builder scope =
          ScopeMetrics.newBuilder().setScope(InstrumentationScope.newBuilder().setName(SCOPE));
      metrics.values().forEach(scope::addMetrics);
      requests.add(
          ExportMetricsServiceRequest.newBuilder()
              .addResourceMetrics(process.clone().addScopeMetrics(scope))
              .build());
      metrics.clear();
      values = 0;
    }
  }

  private void gauge(Gauge gauge) {
    gauge(gauge, "", gauge.value());
  }

  private void counter(Counter counter) {
    sum(counter, counter.count());
  }

  private void functionCounter(FunctionCounter counter) {
    sum(counter, counter.count());
  }

  private void functionTimer(FunctionTimer timer) {
    values++;
    metric(timer.getId(), "", "s")
        .getHistogramBuilder()
        .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
        .addDataPoints(
            HistogramDataPoint.newBuilder()
                .addAllAttributes(attributes(timer.getId()))
                .setStartTimeUnixNano(start)
                .setTimeUnixNano(now)
                .setCount((long) timer.count())
                .setSum(timer.totalTime(TimeUnit.SECONDS)));
  }

  /** Each figure of the meter becomes a metric. */
  private void others(Meter meter) {
    for (Measurement figure : meter.measure()) {
      gauge(meter, "." + figure.getStatistic().getTagValueRepresentation(), figure.getValue());
    }
  }

  private void gauge(Meter meter, String suffix, double value) {
    if (Double.isNaN(value)) {
      return; // what it measures is gone
    }
    values++;
    metric(meter.getId(), suffix, unit(meter.getId()))
        .getGaugeBuilder()
        .addDataPoints(
            NumberDataPoint.newBuilder()
                .addAllAttributes(attributes(meter.getId()))
                .setTimeUnixNano(now)
                .setAsDouble(value));
  }

  private void sum(Meter meter, double value) {
    if (Double.isNaN(value)) {
      return;
    }
    values++;
    metric(meter.getId(), "", unit(meter.getId()))
        .getSumBuilder()
        .setIsMonotonic(true)
        .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
        .addDataPoints(
            NumberDataPoint.newBuilder()
                .addAllAttributes(attributes(meter.getId()))
                .setStartTimeUnixNano(start)
                .setTimeUnixNano(now)
                .setAsDouble(value));
  }

  /**
   * @param scale what the snapshot counts in one unit of the metric
   */
  private void histogram(Meter meter, HistogramSnapshot snapshot, double scale) {
    HistogramDataPoint.Builder point =
        HistogramDataPoint.newBuilder()
            .addAllAttributes(attributes(meter.getId()))
            .setStartTimeUnixNano(start)
            .setTimeUnixNano(now)
            .setCount(snapshot.count())
            .setSum(snapshot.total() / scale);
    CountAtBucket[] buckets = snapshot.histogramCounts();
    if (buckets.length > 0) {
      long below = 0;
      for (CountAtBucket bucket : buckets) {
        if (!Double.isInfinite(bucket.bucket())) {
          point.addExplicitBounds(bucket.bucket() / scale);
          point.addBucketCounts(Math.max(0, (long) bucket.count() - below));
          below = Math.max(below, (long) bucket.count());
        }
      }
      // The buckets may have been counted a moment after the whole.
      long all = Math.max(below, snapshot.count());
      point.addBucketCounts(all - below).setCount(all);
    }
    values++;
    metric(meter.getId(), "", meter instanceof Timer ? "s" : unit(meter.getId()))
        .getHistogramBuilder()
        .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
        .addDataPoints(point);
  }

  private Metric.Builder metric(Meter.Id id, String suffix, String unit) {
    return metrics.computeIfAbsent(
        id.getName() + suffix,
        name ->
            Metric.newBuilder()
                .setName(name)
                .setUnit(unit)
                .setDescription(Objects.requireNonNullElse(id.getDescription(), "")));
  }

  private static List<KeyValue> attributes(Meter.Id id) {
    List<KeyValue> attributes = new ArrayList<>();
    for (Tag tag : id.getTagsAsIterable()) {
      attributes.add(OtlpAttributes.of(tag.getKey(), tag.getValue()));
    }
    return attributes;
  }

  private static String unit(Meter.Id id) {
    String unit = Objects.requireNonNullElse(id.getBaseUnit(), "");
    return UNITS.getOrDefault(unit, unit);
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * NANOS + time.getNano();
  }
}
