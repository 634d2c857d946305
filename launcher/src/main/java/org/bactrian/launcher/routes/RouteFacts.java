package org.bactrian.launcher.routes;

import java.util.Map;
import java.util.Set;

/**
 * What a file offers to others and needs from them.
 *
 * @param routeIds ids of its routes
 * @param templates ids of the route templates that it defines; a kamelet is one
 * @param configuresRoutes whether it holds route configurations, which change routes of other files
 * @param directSources names of {@code direct:} endpoints that its routes start from
 * @param directTargets names of {@code direct:} endpoints that its routes send to, with the line
 * @param usedTemplates ids of route templates and kamelets that its routes are made of
 * @param choosesKamelets whether a route chooses kamelets by message
 */
record RouteFacts(
    Set<String> routeIds,
    Set<String> templates,
    boolean configuresRoutes,
    Set<String> directSources,
    Map<String, Integer> directTargets,
    Set<String> usedTemplates,
    boolean choosesKamelets) {

  /** Facts of a file that holds nothing. */
  static final RouteFacts NONE =
      new RouteFacts(Set.of(), Set.of(), false, Set.of(), Map.of(), Set.of(), false);

  RouteFacts {
    routeIds = Set.copyOf(routeIds);
    templates = Set.copyOf(templates);
    directSources = Set.copyOf(directSources);
    directTargets = Map.copyOf(directTargets);
    usedTemplates = Set.copyOf(usedTemplates);
  }

  /** Whether other files may be made of what this one holds. */
  boolean isUsedByOthers() {
    return configuresRoutes || !templates.isEmpty();
  }

  /** Whether a change of {@code other} changes what this file runs. */
  boolean isMadeOf(RouteFacts other) {
    return (other.configuresRoutes && !routeIds.isEmpty())
        || other.templates.stream().anyMatch(usedTemplates::contains)
        || (choosesKamelets && !other.templates.isEmpty());
  }
}
