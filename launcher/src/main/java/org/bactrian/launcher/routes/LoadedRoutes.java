package org.bactrian.launcher.routes;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.rest.RestDefinition;

/**
 * Content of a file as a Camel context has it.
 *
 * @param file the file
 * @param routes its routes, without those that Camel creates of kamelets
 * @param templates ids of its route templates; a kamelet is one
 * @param configurations its route configurations, which may have no id
 * @param rests its REST services
 * @param directSources names of {@code direct:} endpoints that its routes start from, with the id
 *     of the route, which is empty where it has none of its own
 */
record LoadedRoutes(
    RouteFile file,
    Set<RouteDefinition> routes,
    Set<String> templates,
    Set<RouteConfigurationDefinition> configurations,
    Set<RestDefinition> rests,
    Map<String, String> directSources) {

  LoadedRoutes {
    routes = Set.copyOf(routes);
    templates = Set.copyOf(templates);
    configurations = Set.copyOf(configurations);
    rests = Set.copyOf(rests);
    directSources = Map.copyOf(directSources);
  }

  Set<String> routeIds() {
    return routes.stream()
        .map(RouteDefinition::getRouteId)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /** Returns whether other files may be made of what this one holds. */
  boolean isUsedByOthers() {
    return !configurations.isEmpty() || !templates.isEmpty();
  }

  /** Returns whether a change of {@code other} changes what this file runs. */
  boolean isMadeOf(LoadedRoutes other) {
    return (!other.configurations.isEmpty() && !routes.isEmpty())
        || other.templates.stream().anyMatch(file::names)
        || (!other.templates.isEmpty() && file.choosesKamelets());
  }
}
