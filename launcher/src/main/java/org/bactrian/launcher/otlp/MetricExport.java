package org.bactrian.launcher.otlp;

import com.google.protobuf.InvalidProtocolBufferException;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.sdk.resources.Resource;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bactrian.model.thread.DaemonThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Export of metrics to a collector, at an interval and once more at the end. It reads the meters on
 * a thread of its own, so what they measure is not slowed down; while the collector has not
 * answered, there is no next export.
 */
final class MetricExport implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MetricExport.class);

  /** Longest time that the last export takes. */
  private static final Duration LAST = Duration.ofSeconds(1);

  private final Set<MeterRegistry> registries;
  private final CollectorClient client;
  private final CollectorStatus status;
  private final Resource resource;
  private final Instant start =
      Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
  private final ScheduledExecutorService clock = DaemonThreads.timer("otlp-metrics");
  private CompletableFuture<Void> pending = CompletableFuture.completedFuture(null);

  private MetricExport(
      Set<MeterRegistry> registries,
      CollectorClient client,
      CollectorStatus status,
      Resource resource) {
    this.registries = registries;
    this.client = client;
    this.status = status;
    this.resource = resource;
  }

  /** Exports the meters of registries from now on. */
  static MetricExport start(
      Set<MeterRegistry> registries,
      CollectorClient client,
      CollectorStatus status,
      Resource resource,
      Duration interval) {
    MetricExport export = new MetricExport(registries, client, status, resource);
    export.clock.scheduleWithFixedDelay(
        export::export, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    return export;
  }

  private void export() {
    if (pending.isDone()) {
      try {
        pending = send();
      } catch (RuntimeException e) {
        LOG.warn("Metrics cannot be exported", e);
      }
    }
  }

  private CompletableFuture<Void> send() {
    CompletableFuture<Void> sent = CompletableFuture.completedFuture(null);
    for (ExportMetricsServiceRequest request :
        MetricRequests.of(
            registries.stream().flatMap(registry -> registry.getMeters().stream()).toList(),
            resource,
            start,
            Instant.now())) {
      sent =
          sent.thenCompose(before -> client.send(OtlpSignal.METRICS, request.toByteArray()))
              .thenAccept(MetricExport::requireTaken);
    }
    return sent.handle(
        (ended, failure) -> {
          status.ended(failure);
          return null;
        });
  }

  private static void requireTaken(byte[] answer) {
    try {
      var partial = ExportMetricsServiceResponse.parseFrom(answer).getPartialSuccess();
      if (partial.getRejectedDataPoints() > 0) {
        throw new CompletionException(
            new CollectorException("it rejects some: " + partial.getErrorMessage()));
      }
    } catch (InvalidProtocolBufferException e) {
      throw new CompletionException(new CollectorException("its answer is none of OTLP"));
    }
  }

  /** Exports once more, as long as the collector answers at once. */
  @Override
  public void close() {
    clock.execute(this::export);
    clock.shutdown();
    try {
      if (clock.awaitTermination(LAST.toMillis(), TimeUnit.MILLISECONDS)) {
        pending.get(LAST.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("The last metrics were not taken", e);
    } finally {
      clock.shutdownNow();
    }
  }
}
