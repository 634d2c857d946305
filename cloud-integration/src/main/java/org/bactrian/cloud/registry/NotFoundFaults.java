package org.bactrian.cloud.registry;

import java.util.Locale;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;

/** Failures for entities that are not in the registry. */
enum NotFoundFaults {
  APPLICATION("applications"),
  ENDPOINT("endpoints"),
  DISCOVERER("discovery"),
  SUPERVISOR("supervisors"),
  PUBLISHER("publishers"),
  GATEWAY("gateways");

  private static final int SHOWN = 128;

  private final String list;

  NotFoundFaults(String list) {
    this.list = list;
  }

  /** The failure of an operation on something that is not there. */
  OperationException of(String id) {
    String kind = name().toLowerCase(Locale.ROOT);
    String shown = id.length() > SHOWN ? id.substring(0, SHOWN) + "…" : id;
    return new OperationException(
        FaultKind.NOT_FOUND,
        "There is no %s %s. GET /registry/v2/%s lists those that there are."
            .formatted(kind, shown, list));
  }
}
