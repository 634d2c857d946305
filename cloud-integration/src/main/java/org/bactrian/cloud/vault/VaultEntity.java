package org.bactrian.cloud.vault;

import java.util.List;
import java.util.Optional;
import org.bactrian.model.registry.ModuleId;

/**
 * Subject of certificates, or party that is trusted.
 *
 * @param id its id
 * @param kind kind
 * @param name name for people
 * @param applicationUri application URI; empty where only the entity itself knows it
 * @param hosts host names and addresses that it is found at
 * @param aliases ids under which its certificates and trust may be kept as well: an endpoint's
 *     application
 */
record VaultEntity(
    String id,
    Kind kind,
    String name,
    String applicationUri,
    List<String> hosts,
    List<String> aliases) {

  /** Kind of an entity. */
  enum Kind {
    /** An OPC UA application of the registry. */
    APPLICATION,
    /** An endpoint of the registry, which stands for its application. */
    ENDPOINT,
    /** A module of the edge: publisher, supervisor and discoverer. */
    MODULE,
    /** A trust group. */
    GROUP
  }

  VaultEntity {
    hosts = List.copyOf(hosts);
    aliases = List.copyOf(aliases);
  }

  /** The module, of an entity that is one. */
  Optional<ModuleId> module() {
    return kind == Kind.MODULE ? ModuleId.parse(id) : Optional.empty();
  }

  /** Id of the application that an endpoint stands for, or that it is. */
  String application() {
    return aliases.isEmpty() ? id : aliases.get(0);
  }

  /** Returns whether certificates are issued to it. */
  boolean isSubject() {
    return kind != Kind.GROUP;
  }
}
