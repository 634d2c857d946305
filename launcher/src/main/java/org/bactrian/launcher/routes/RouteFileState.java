package org.bactrian.launcher.routes;

import java.util.Optional;
import java.util.Set;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.rest.RestDefinition;

/** State of a file of routes or a kamelet. */
sealed interface RouteFileState {

  /**
   * It runs.
   *
   * @param valid the file and what it offers
   * @param loaded what was made of it
   */
  record Running(RouteCheckResult.Valid valid, Loaded loaded) implements RouteFileState {}

  /** Its newest version cannot run, so the former one does. */
  record Kept(Running former, RouteFault fault) implements RouteFileState {}

  /** It cannot run, and there is no former version. */
  record Refused(RouteFault fault) implements RouteFileState {}

  /**
   * Content of a loaded file: ids of routes and templates, route configurations, which may have no
   * id, and REST services.
   */
  record Loaded(
      Set<String> routes,
      Set<String> templates,
      Set<RouteConfigurationDefinition> configurations,
      Set<RestDefinition> rests) {

    public Loaded {
      routes = Set.copyOf(routes);
      templates = Set.copyOf(templates);
      configurations = Set.copyOf(configurations);
      rests = Set.copyOf(rests);
    }
  }

  /** The version that runs. */
  default Optional<Running> version() {
    if (this instanceof Running running) {
      return Optional.of(running);
    }
    return this instanceof Kept kept ? Optional.of(kept.former()) : Optional.empty();
  }

  /** Returns the fault that keeps the newest version from running. */
  default Optional<RouteFault> problem() {
    if (this instanceof Kept kept) {
      return Optional.of(kept.fault());
    }
    return this instanceof Refused refused ? Optional.of(refused.fault()) : Optional.empty();
  }
}
