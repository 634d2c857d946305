package org.bactrian.cloud.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Function;
import org.bactrian.cloud.registry.twin.ModuleTwin;
import org.bactrian.cloud.registry.twin.Twin;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.ModuleCapability;
import org.bactrian.model.registry.ModuleId;
import org.jspecify.annotations.Nullable;

/** Twins of the modules of one capability, listed as discoverers, supervisors or publishers. */
record ModuleTwins(HubRegistry hub, ModuleCapability capability) {

  /**
   * Returns whether a module serves endpoints over its own connection, and not over one for each.
   */
  static boolean servesEndpointsByItself(Twin module) {
    return module.reported().path(ModuleCapability.CAPABILITIES).isObject()
        && ModuleTwin.is(module, ModuleCapability.supervisor);
  }

  /** The query for all, without those that are disabled. */
  TwinQueryText list() {
    return query().seen();
  }

  /** The start of a query. */
  TwinQueryText query() {
    return TwinQueryText.where("devices.modules", capability.condition());
  }

  /** Adds the condition on a site, unless it is null. A device may stand for its site. */
  static TwinQueryText inSite(TwinQueryText query, @Nullable String site) {
    if (site == null) {
      return query;
    }
    String quoted = TwinQueryText.quoted(site);
    String path = "." + ModuleCapability.SITE + " = " + quoted;
    return query.and(
        "(properties.reported%s OR properties.desired%s OR deviceId = %s)"
            .formatted(path, path, quoted));
  }

  /**
   * Reads a module.
   *
   * @throws OperationException of kind NOT_FOUND when there is none, or it does something else
   */
  <T> T get(String id, Function<Twin, Optional<T>> reader) {
    return hub.find(idOf(id)).flatMap(reader).orElseThrow(() -> missing(id));
  }

  /**
   * Changes a module.
   *
   * @throws OperationException of kind NOT_FOUND when there is none, or it does something else
   */
  Twin update(String id, Function<Twin, ObjectNode> change) {
    return hub.update(
        hub.find(idOf(id)).orElseThrow(() -> missing(id)),
        twin -> {
          if (!ModuleTwin.is(twin, capability)) {
            throw missing(id);
          }
          return change.apply(twin);
        });
  }

  ModuleId idOf(String id) {
    return ModuleId.parse(id).filter(ModuleId::isModule).orElseThrow(() -> missing(id));
  }

  private OperationException missing(String id) {
    return switch (capability) {
      case publisher -> NotFoundFaults.PUBLISHER.of(id);
      case supervisor -> NotFoundFaults.SUPERVISOR.of(id);
      case discoverer -> NotFoundFaults.DISCOVERER.of(id);
    };
  }
}
