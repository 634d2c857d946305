package org.bactrian.cloud.registry;

import org.bactrian.cloud.registry.contract.RegistryEvent;
import org.bactrian.cloud.registry.contract.RegistryEventSource;
import org.bactrian.cloud.registry.contract.RegistryEventType;
import org.bactrian.model.registry.RegistryJson;

/** Receiver of registry events. Implementations are safe for use by many threads. */
@FunctionalInterface
public interface RegistryEvents {

  /**
   * Tells of a change that was made. A fault is for the implementation to note: the change stays
   * made.
   */
  void publish(RegistryEvent event);

  /** Tells of a change of an entity, with what it is now. */
  default void publish(
      RegistryEventSource source, RegistryEventType type, String id, Object entity) {
    publish(new RegistryEvent(source, type, id, RegistryJson.tree(entity)));
  }
}
