package org.bactrian.launcher.routes;

import java.util.Map;
import java.util.Set;

/**
 * Names that a file offers to other files and needs from them.
 *
 * @param routeIds ids of its routes
 * @param templates ids of the route templates that it defines; a kamelet is one
 * @param configuresRoutes whether it holds route configurations, which change routes of other files
 * @param directSources names of {@code direct:} endpoints that its routes start from, with the id
 *     of the route, which is empty where it has none of its own
 * @param operations ids of operations that its routes from {@code operations:} carry out where no
 *     route starts from {@code direct:} and the id, with the id of the route likewise
 * @param directTargets names of {@code direct:} endpoints that its routes send to, with the line
 * @param usedTemplates ids of route templates and kamelets that its routes are made of
 * @param choosesKamelets whether a route chooses kamelets by message
 */
record RouteFacts(
    Set<String> routeIds,
    Set<String> templates,
    boolean configuresRoutes,
    Map<String, String> directSources,
    Map<String, String> operations,
    Map<String, Integer> directTargets,
    Set<String> usedTemplates,
    boolean choosesKamelets) {

  /** Facts of a file that holds nothing. */
  static final RouteFacts NONE =
      new RouteFacts(Set.of(), Set.of(), false, Map.of(), Map.of(), Map.of(), Set.of(), false);

  RouteFacts {
    routeIds = Set.copyOf(routeIds);
    templates = Set.copyOf(templates);
    directSources = Map.copyOf(directSources);
    operations = Map.copyOf(operations);
    directTargets = Map.copyOf(directTargets);
    usedTemplates = Set.copyOf(usedTemplates);
  }

  /** Returns whether something is sent on that is sent to {@code direct:} and that name. */
  boolean takes(String direct) {
    return directSources.containsKey(direct) || operations.containsKey(direct);
  }

  /** Returns whether other files may be made of what this one holds. */
  boolean isUsedByOthers() {
    return configuresRoutes || !templates.isEmpty();
  }

  /** Returns whether a change of {@code other} changes what this file runs. */
  boolean isMadeOf(RouteFacts other) {
    return (other.configuresRoutes && !routeIds.isEmpty())
        || other.templates.stream().anyMatch(usedTemplates::contains)
        || (choosesKamelets && !other.templates.isEmpty());
  }
}
