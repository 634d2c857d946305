package org.bactrian.cloud.synchronization;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.bactrian.model.registry.ModuleCapability;

/** Part of a sweep, by the twins that it looks at, in the order in which the parts come. */
enum SweepPhase {
  /** Modules of edge devices. */
  MODULES(
      "SELECT * FROM devices.modules WHERE "
          + Arrays.stream(ModuleCapability.values())
              .map(ModuleCapability::condition)
              .collect(Collectors.joining(" OR "))),
  /** Edge devices; connected when one of their modules is. */
  GATEWAYS("SELECT * FROM devices WHERE tags.__type__ = 'iiotedge'"),
  /** Endpoints that are in use. */
  ENDPOINTS(
      "SELECT * FROM devices WHERE tags.DeviceType = 'Endpoint' AND tags.Activated = true"
          + " AND NOT IS_DEFINED(tags.NotSeenSince)"),
  /** Applications that are not in use, and nor should their endpoints be. */
  DISABLED_APPLICATIONS(
      "SELECT * FROM devices WHERE tags.DeviceType = 'Application'"
          + " AND IS_DEFINED(tags.NotSeenSince)"),
  /** Entities that were announced and that the sweep has not seen. */
  VANISHED("");

  private final String query;

  SweepPhase(String query) {
    this.query = query;
  }

  /** The query for the twins; empty where there is none. */
  String query() {
    return query;
  }

  /** The phase after this one; the first after the last. */
  SweepPhase next() {
    return values()[(ordinal() + 1) % values().length];
  }
}
