package org.bactrian.cloud.registry;

import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.LifecycleStrategySupport;
import org.bactrian.iothub.rest.HubService;

/**
 * Binds the beans that carry out the registry's operations: {@code applications}, {@code
 * discovery}, {@code endpoints}, {@code discoverers}, {@code supervisors}, {@code publishers} and
 * {@code gateways}. The packages that work on the registry take them from here.
 */
public final class RegistryBeans implements CamelConfiguration {

  private final HubService hub;
  private final InstantSource clock;
  private final RegistryEvents changes;
  private final UnaryOperator<RegistryEvents> filter;

  /**
   * @param hub service side of the hub that holds the registry
   */
  public RegistryBeans(HubService hub, InstantSource clock) {
    this(hub, clock, change -> {}, UnaryOperator.identity());
  }

  /**
   * @param hub service side of the hub that holds the registry
   * @param changes told of each change that is made here, before others are
   * @param filter makes the receiver of events of the one that has the subscribers
   */
  public RegistryBeans(
      HubService hub,
      InstantSource clock,
      RegistryEvents changes,
      UnaryOperator<RegistryEvents> filter) {
    this.hub = hub;
    this.clock = clock;
    this.changes = changes;
    this.filter = filter;
  }

  @Override
  public void configure(CamelContext context) {
    RegistryEvents route = filter.apply(new RegistryEventRoute(context.createProducerTemplate()));
    RegistryEvents events =
        event -> {
          changes.publish(event);
          route.publish(event);
        };
    HubRegistry twins = new HubRegistry(hub);
    ModuleMethodClient methods = new ModuleMethodClient(hub);
    Discoverers discoverers = new Discoverers(twins, events);
    Supervisors supervisors = new Supervisors(twins, methods, events);
    EndpointTwins endpointTwins = new EndpointTwins(twins);
    Activation activation = new Activation(twins, endpointTwins, supervisors, methods);
    Endpoints endpoints = new Endpoints(endpointTwins, activation, methods, events);
    Discovery discovery = new Discovery(discoverers, methods, clock);
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStopped(CamelContext stopped) {
            discovery.close();
          }
        });

    Registry registry = context.getRegistry();
    registry.bind("applications", new Applications(twins, endpoints, events, clock));
    registry.bind("discovery", discovery);
    registry.bind("endpoints", endpoints);
    registry.bind("discoverers", discoverers);
    registry.bind("supervisors", supervisors);
    registry.bind("publishers", new Publishers(twins, events));
    registry.bind("gateways", new Gateways(twins, events));
  }
}
