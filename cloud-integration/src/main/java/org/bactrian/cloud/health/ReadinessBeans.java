package org.bactrian.cloud.health;

import java.time.InstantSource;
import java.util.List;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.support.LifecycleStrategySupport;
import org.bactrian.iothub.rest.HubService;

/** Adds to the readiness of a context whether IoT Hub and Service Bus answer. */
public final class ReadinessBeans implements CamelConfiguration {

  private final List<Dependency> dependencies;
  private final InstantSource clock;

  /** Reaches nothing until somebody asks for the readiness. */
  public ReadinessBeans(HubService hub, String serviceBus, InstantSource clock) {
    this.dependencies = List.of(new HubDependency(hub), new ServiceBusDependency(serviceBus));
    this.clock = clock;
  }

  @Override
  public void configure(CamelContext context) {
    HealthCheckRegistry checks = HealthCheckRegistry.get(context);
    for (Dependency dependency : dependencies) {
      DependencyCheck check = new DependencyCheck(dependency, clock);
      check.setCamelContext(context);
      checks.register(check);
    }
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStopped(CamelContext stopped) {
            dependencies.forEach(Dependency::close);
          }
        });
  }
}
