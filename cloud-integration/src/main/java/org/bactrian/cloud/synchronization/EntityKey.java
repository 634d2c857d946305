package org.bactrian.cloud.synchronization;

import java.util.Map;
import org.bactrian.cloud.registry.contract.RegistryEventSource;

/**
 * Entity that subscribers are told of.
 *
 * @param source kind of entity
 * @param id its id, unique among those of its kind
 */
record EntityKey(RegistryEventSource source, String id) {

  /** Named parameters of statements about it. */
  Map<String, String> parameters() {
    return Map.of("source", source.name(), "id", id);
  }
}
