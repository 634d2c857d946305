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
              .collect(Collectors.joining(" OR ")),
      1_000,
      false),
  /** Edge devices; connected when one of their modules is. */
  GATEWAYS("SELECT * FROM devices WHERE tags.__type__ = 'iiotedge'", 100, true),
  /** Endpoints that are in use. */
  ENDPOINTS(
      "SELECT * FROM devices WHERE tags.DeviceType = 'Endpoint' AND tags.Activated = true"
          + " AND NOT IS_DEFINED(tags.NotSeenSince)",
      1_000,
      false),
  /** Applications that are not in use, and nor should their endpoints be. */
  DISABLED_APPLICATIONS(
      "SELECT * FROM devices WHERE tags.DeviceType = 'Application'"
          + " AND IS_DEFINED(tags.NotSeenSince)",
      100,
      true),
  /** Entities that were announced and that the sweep has not seen. */
  VANISHED("", 1, false);

  /** Twins of a page that one further query tells more of. */
  private static final int FURTHER_AT_ONCE = 50;

  private final String query;
  private final int pageSize;
  private final boolean further;

  /**
   * @param pageSize twins of a page; IoT Hub gives 1,000 at once
   * @param further whether the twins of a page take further queries
   */
  SweepPhase(String query, int pageSize, boolean further) {
    this.query = query;
    this.pageSize = pageSize;
    this.further = further;
  }

  /** The query for the twins; empty where there is none. */
  String query() {
    return query;
  }

  /** Number of twins of a page. */
  int pageSize() {
    return pageSize;
  }

  /** Returns the number of queries that a page takes besides its own. */
  int furtherQueries(int twins) {
    return further ? (twins + FURTHER_AT_ONCE - 1) / FURTHER_AT_ONCE : 0;
  }

  /** The phase after this one; the first after the last. */
  SweepPhase next() {
    return values()[(ordinal() + 1) % values().length];
  }
}
