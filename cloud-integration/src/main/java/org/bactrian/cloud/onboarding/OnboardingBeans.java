package org.bactrian.cloud.onboarding;

import java.time.InstantSource;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.LifecycleStrategySupport;
import org.bactrian.cloud.registry.Applications;
import org.bactrian.cloud.registry.Endpoints;
import org.bactrian.cloud.registry.Gateways;
import org.bactrian.cloud.registry.HubRegistry;
import org.bactrian.cloud.storage.Database;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.web.metrics.MeterRegistries;

/** Binds the bean {@code onboarding}. The registry's beans have to be bound before. */
public final class OnboardingBeans implements CamelConfiguration {

  private final HubService hub;
  private final Database database;
  private final InstantSource clock;

  /**
   * @param hub hub that holds the registry
   * @param database database that replicas share
   */
  public OnboardingBeans(HubService hub, Database database, InstantSource clock) {
    this.hub = hub;
    this.database = database;
    this.clock = clock;
  }

  @Override
  public void configure(CamelContext context) {
    Registry registry = context.getRegistry();
    Onboarding onboarding =
        new Onboarding(
            database,
            new HubRegistry(hub),
            registry.findSingleByType(Applications.class),
            registry.findSingleByType(Endpoints.class),
            registry.findSingleByType(Gateways.class),
            clock);
    registry.bind("onboarding", onboarding);
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStarted(CamelContext started) {
            MeterRegistries.of(started).forEach(onboarding.metrics()::bindTo);
          }
        });
  }
}
