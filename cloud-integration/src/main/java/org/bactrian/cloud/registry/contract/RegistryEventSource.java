package org.bactrian.cloud.registry.contract;

/** Kind of entity that a registry event is about. */
public enum RegistryEventSource {
  /** An application. */
  Application,
  /** An endpoint. */
  Endpoint,
  /** A gateway. */
  Gateway,
  /** A module that serves endpoints. */
  Supervisor,
  /** A module that finds servers. */
  Discoverer,
  /** A module that publishes. */
  Publisher
}
