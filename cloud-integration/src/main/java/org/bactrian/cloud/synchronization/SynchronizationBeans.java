package org.bactrian.cloud.synchronization;

import java.time.InstantSource;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.bactrian.cloud.registry.EndpointTwins;
import org.bactrian.cloud.registry.Endpoints;
import org.bactrian.cloud.registry.Gateways;
import org.bactrian.cloud.registry.HubRegistry;
import org.bactrian.cloud.registry.RegistryEvents;
import org.bactrian.cloud.registry.Supervisors;
import org.bactrian.cloud.storage.Database;
import org.bactrian.iothub.rest.HubService;
import org.jspecify.annotations.Nullable;

/**
 * Binds the beans {@code twinEvents} and {@code synchronization}. The registry's beans have to be
 * bound before, with their events going through {@link #onceEach}.
 */
public final class SynchronizationBeans implements CamelConfiguration {

  private final HubService hub;
  private final Database database;
  private final InstantSource clock;
  private @Nullable RegistryEvents subscribers;
  private @Nullable SingleAnnouncements announcements;

  /**
   * @param hub hub that holds the registry
   * @param database database that replicas share
   */
  public SynchronizationBeans(HubService hub, Database database, InstantSource clock) {
    this.hub = hub;
    this.database = database;
    this.clock = clock;
  }

  /** Filters the registry's events, so that subscribers are told of each change once. */
  public RegistryEvents onceEach(RegistryEvents events) {
    subscribers = events;
    SingleAnnouncements filter = new SingleAnnouncements(events);
    announcements = filter;
    return filter;
  }

  @Override
  public void configure(CamelContext context) {
    if (subscribers == null || announcements == null) {
      throw new IllegalStateException("The registry's events do not go through onceEach");
    }
    Registry registry = context.getRegistry();
    HubRegistry twins = new HubRegistry(hub);
    EndpointTwins endpointTwins = new EndpointTwins(twins);
    Gateways gateways = registry.findSingleByType(Gateways.class);
    AnnouncedEntities announced = new AnnouncedEntities(database, clock);
    EntityAnnouncer announcer =
        new EntityAnnouncer(twins, gateways, endpointTwins, announced, subscribers);
    announcements.setAnnouncer(announcer);
    registry.bind("twinEvents", new TwinEvents(announcer, endpointTwins));
    registry.bind(
        "synchronization",
        new Synchronization(
            twins,
            gateways,
            registry.findSingleByType(Supervisors.class),
            registry.findSingleByType(Endpoints.class),
            endpointTwins,
            announced,
            announcer,
            new SweepLease(database, clock)));
  }
}
