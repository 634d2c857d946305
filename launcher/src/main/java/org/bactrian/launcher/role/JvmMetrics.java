package org.bactrian.launcher.role;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.List;
import org.apache.camel.CamelContext;
import org.bactrian.web.metrics.MeterRegistries;

/** Metrics of the JVM and the process: memory, garbage collection, threads, processor, files. */
final class JvmMetrics {

  private JvmMetrics() {}

  /** Binds them to the registries of a role; closing ends what listens to the collector. */
  static AutoCloseable bind(CamelContext context) {
    JvmGcMetrics collector = new JvmGcMetrics();
    for (MeterRegistry registry : MeterRegistries.of(context)) {
      collector.bindTo(registry);
      List.of(
              new ClassLoaderMetrics(),
              new JvmInfoMetrics(),
              new JvmMemoryMetrics(),
              new JvmThreadMetrics(),
              new ProcessorMetrics(),
              new FileDescriptorMetrics(),
              new UptimeMetrics())
          .forEach(metrics -> metrics.bindTo(registry));
    }
    return collector;
  }
}
