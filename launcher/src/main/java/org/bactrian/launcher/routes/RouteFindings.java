package org.bactrian.launcher.routes;

import java.util.List;

/**
 * Result of checking files of routes.
 *
 * @param faults everything that keeps files from running
 * @param operations operations of the contracts that routes of the files carry out
 */
public record RouteFindings(List<RouteFault> faults, List<RouteOperation> operations) {

  /** Findings of no file. */
  public static final RouteFindings NONE = new RouteFindings(List.of(), List.of());

  public RouteFindings {
    faults = List.copyOf(faults);
    operations = List.copyOf(operations);
  }
}
