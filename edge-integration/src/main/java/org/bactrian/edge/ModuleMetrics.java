package org.bactrian.edge;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Instant;
import java.util.UUID;
import org.bactrian.edge.http.HttpApi;
import org.bactrian.edge.publisher.metrics.MetricsSettings;
import org.bactrian.model.registry.ModuleId;

/**
 * Metrics of the process under the names of OPC Publisher: its start, and those of the .NET runtime
 * that dashboards ask for, with what the JVM has in their place.
 *
 * @param settings labels
 * @param identity device and module
 */
record ModuleMetrics(MetricsSettings settings, ModuleId identity) implements MeterBinder {

  private static final String PUBLISHER = "publisherId";
  private static final int RUNNING = 1;

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("iiot_edge_publisher_module_start", () -> 1)
        .description("1 since the edge has started")
        .tag(PUBLISHER, settings.publisherId())
        .register(registry);
    Gauge.builder("iiot_edge_publisher_module_state", () -> RUNNING)
        .description("1 while the edge runs")
        .tag(PUBLISHER, settings.publisherId())
        .register(registry);
    Gauge.builder("iiot_edge_module_start", () -> 1)
        .description("1 since the edge has started")
        .tag("deviceid", identity.deviceId())
        .tag("module", identity.moduleId())
        .tag("runid", UUID.randomUUID().toString())
        .tag("version", EdgeModuleBeans.version())
        .tag("timestamp_utc", Instant.now().toString())
        .register(registry);
    bindRuntime(registry);
  }

  /** Binds the count of certificates that were made for the HTTP API. */
  void bindCertificates(MeterRegistry registry, HttpApi http) {
    Gauge.builder("iiot_edge_publisher_certificate_renewal_count", http, HttpApi::certificatesMade)
        .description("Certificates made for the HTTP API")
        .tag(PUBLISHER, settings.publisherId())
        .register(registry);
  }

  private static void bindRuntime(MeterRegistry registry) {
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        Gauge.builder(
                "process_runtime_dotnet_gc_heap_size", pool, heap -> heap.getUsage().getUsed())
            .description("Bytes of a pool of the JVM's heap that are used")
            .tag("generation", pool.getName())
            .register(registry);
      }
    }
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      FunctionCounter.builder(
              "dotnet_collection_count", collector, GarbageCollectorMXBean::getCollectionCount)
          .description("Collections of a garbage collector of the JVM")
          .tag("generation", collector.getName())
          .register(registry);
    }
  }
}
