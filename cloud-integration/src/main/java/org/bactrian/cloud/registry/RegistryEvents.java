package org.bactrian.cloud.registry;

import org.bactrian.cloud.registry.contract.RegistryEvent;

/** Receiver of registry events. Implementations are safe for use by many threads. */
@FunctionalInterface
public interface RegistryEvents {

  /**
   * Tells of a change that was made. A fault is for the implementation to note: the change stays
   * made.
   */
  void publish(RegistryEvent event);
}
