package org.bactrian.edge.discovery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts of requests for discoveries and of their runs under the names of OPC Publisher, which end
 * in no {@code _total}.
 */
public final class DiscoveryMetrics implements MeterBinder {

  private final LongAdder requests = new LongAdder();
  private final LongAdder cancellations = new LongAdder();
  private final LongAdder runs = new LongAdder();

  DiscoveryMetrics() {}

  void requested() {
    requests.increment();
  }

  void cancelled() {
    cancellations.increment();
  }

  void started() {
    runs.increment();
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    counter(registry, "discover", "Requests for a discovery", requests);
    counter(registry, "cancel", "Requests to give up a discovery", cancellations);
    counter(registry, "discover_servers", "Runs of a discovery", runs);
  }

  private static void counter(MeterRegistry registry, String name, String help, LongAdder count) {
    Gauge.builder("iiot_edge_discovery_" + name + "_calls", count, LongAdder::sum)
        .description(help)
        .register(registry);
  }
}
