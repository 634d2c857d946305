package org.bactrian.cloud.synchronization;

import java.util.EnumSet;
import java.util.Set;
import org.bactrian.cloud.registry.RegistryEvents;
import org.bactrian.cloud.registry.contract.RegistryEvent;
import org.bactrian.cloud.registry.contract.RegistryEventSource;
import org.bactrian.cloud.registry.contract.RegistryEventType;
import org.bactrian.model.fault.OperationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Filter of the events of REST operations: the change of a gateway or module is left to its
 * announcer, since IoT Hub tells of it, too. Safe for use by several threads.
 */
final class SingleAnnouncements implements RegistryEvents {

  private static final Logger LOG = LoggerFactory.getLogger(SingleAnnouncements.class);

  private static final Set<RegistryEventSource> ANNOUNCED =
      EnumSet.of(
          RegistryEventSource.Gateway,
          RegistryEventSource.Supervisor,
          RegistryEventSource.Discoverer,
          RegistryEventSource.Publisher);

  private final RegistryEvents subscribers;
  private volatile @Nullable EntityAnnouncer announcer;

  SingleAnnouncements(RegistryEvents subscribers) {
    this.subscribers = subscribers;
  }

  void setAnnouncer(EntityAnnouncer announcer) {
    this.announcer = announcer;
  }

  @Override
  public void publish(RegistryEvent event) {
    EntityAnnouncer known = announcer;
    if (known == null
        || event.eventType() != RegistryEventType.Updated
        || !ANNOUNCED.contains(event.source())) {
      subscribers.publish(event);
      return;
    }
    try {
      known.again(new EntityKey(event.source(), event.id()), EntityAnnouncer.NO_SWEEP);
    } catch (OperationException e) {
      LOG.info("A change of {} is told by the next sweep: {}", event.id(), e.getMessage());
    }
  }
}
