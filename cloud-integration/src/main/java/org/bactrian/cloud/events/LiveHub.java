package org.bactrian.cloud.events;

import java.util.Arrays;
import java.util.Optional;

/** Hub of the events service, by the kind of entity whose changes it tells. */
enum LiveHub {
  APPLICATIONS("Application"),
  ENDPOINTS("Endpoint"),
  GATEWAYS("Gateway"),
  SUPERVISORS("Supervisor"),
  /** Discoverers, and in groups the progress of discoveries. */
  DISCOVERY("Discoverer"),
  /** Publishers, and in groups the values of endpoints. */
  PUBLISHERS("Publisher");

  private final String entity;

  LiveHub(String entity) {
    this.entity = entity;
  }

  /** Name of the entity as registry events have it, such as Application. */
  String entity() {
    return entity;
  }

  /** The hub of an entity; empty for what is none. */
  static Optional<LiveHub> of(String entity) {
    return Arrays.stream(values()).filter(hub -> hub.entity.equals(entity)).findFirst();
  }
}
