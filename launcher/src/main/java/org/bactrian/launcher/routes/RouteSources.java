package org.bactrian.launcher.routes;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.bactrian.web.operation.OperationsComponent;

/** Names of what routes start from: endpoints of {@code direct:}, and operations. */
record RouteSources(ModelCamelContext context, Optional<OperationsComponent> operations) {

  /** Names behind {@code direct:} that routes start from, with the ids of the routes. */
  Map<String, String> direct(Set<RouteDefinition> routes) {
    return sources(routes, uri -> direct(uri).stream());
  }

  /**
   * Ids of operations that routes from {@code operations:} carry out where no route starts from
   * {@code direct:} and the id, with the id of the route.
   */
  Map<String, String> operations(Set<RouteDefinition> routes) {
    return sources(routes, this::operations);
  }

  private Map<String, String> sources(
      Set<RouteDefinition> routes, Function<String, Stream<String>> names) {
    Map<String, String> sources = new HashMap<>();
    for (RouteDefinition route : routes) {
      String id = route.hasCustomIdAssigned() ? route.getRouteId() : "";
      names.apply(sourceUri(route)).forEach(name -> sources.put(name, id));
    }
    return sources;
  }

  /** Name of an address behind {@code direct:}; empty for an address of another component. */
  static Optional<String> direct(String uri) {
    return uri.startsWith("direct:")
        ? Optional.of(uri.replaceFirst("^direct:(//)?", "").split("\\?")[0])
        : Optional.empty();
  }

  private Stream<String> operations(String uri) {
    if (operations.isEmpty() || !uri.startsWith(OperationsComponent.NAME + ":")) {
      return Stream.empty();
    }
    try {
      return operations.get().operations(uri).stream();
    } catch (IllegalArgumentException e) {
      throw new ResolveEndpointFailedException(uri, e);
    }
  }

  /** The address with its placeholders resolved, those of a route template's parameters first. */
  private String sourceUri(RouteDefinition route) {
    Properties parameters = new Properties();
    if (route.getTemplateParameters() != null) {
      route
          .getTemplateParameters()
          .forEach((name, value) -> parameters.setProperty(name, String.valueOf(value)));
    }
    context.getPropertiesComponent().setLocalProperties(parameters);
    try {
      return context.resolvePropertyPlaceholders(route.getInput().getEndpointUri());
    } finally {
      context.getPropertiesComponent().setLocalProperties(null);
    }
  }
}
