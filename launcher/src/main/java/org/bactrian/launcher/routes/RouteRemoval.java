package org.bactrian.launcher.routes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.Kamelet;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.bactrian.edge.outbox.OutboxSink;

/** Removal of the content of a file from a Camel context without loss of exchanges. */
final class RouteRemoval {

  /** Time that exchanges in flight have to complete before their route is stopped all the same. */
  private static final long GRACE_SECONDS = 10;

  /** The same for messages that are kept until they are acknowledged, and else sent again. */
  private static final long GRACE_SECONDS_OF_KEPT = 1;

  private final ModelCamelContext context;

  RouteRemoval(ModelCamelContext context) {
    this.context = context;
  }

  /**
   * Stops and removes what was made of a file, after what is in flight is done.
   *
   * @throws Exception when a route cannot be stopped
   */
  void remove(LoadedRoutes loaded) throws Exception {
    for (String id : loaded.routeIds()) {
      removeRoute(id);
    }
    // One that has no id yet was never created.
    context.removeRouteDefinitions(
        loaded.routes().stream().filter(route -> route.getRouteId() == null).toList());
    for (String template : loaded.templates()) {
      removeKameletRoutes(route -> template.equals(parameter(route, Kamelet.PARAM_TEMPLATE_ID)));
      removeKameletEndpoints(endpoint -> endpoint.getTemplateId().equals(template));
      context.removeRouteTemplateDefinition(context.getRouteTemplateDefinition(template));
    }
    for (RouteConfigurationDefinition configuration : loaded.configurations()) {
      context.removeRouteConfiguration(configuration);
    }
    // Its routes are gone, but Camel would go on describing the service.
    context.getRestDefinitions().removeAll(loaded.rests());
  }

  private void removeRoute(String id) throws Exception {
    List<RouteDefinition> sources = new ArrayList<>();
    List<RouteDefinition> sinks = new ArrayList<>();
    for (RouteDefinition route : children(id)) {
      boolean source = parameter(route, Kamelet.PARENT_PROCESSOR_ID).isEmpty();
      (source ? sources : sinks).add(route);
    }
    // In the direction of the data, so that what is in flight finds the next part still running.
    for (RouteDefinition source : sources) {
      removeWithChildren(source);
    }
    stopAndRemove(id);
    for (RouteDefinition sink : sinks) {
      removeWithChildren(sink);
    }
  }

  private void removeWithChildren(RouteDefinition kamelet) throws Exception {
    String id = kamelet.getRouteId();
    removeRoute(id);
    removeKameletEndpoints(endpoint -> endpoint.getRouteId().equals(id));
  }

  private void stopAndRemove(String id) throws Exception {
    context.getRouteController().stopRoute(id, grace(id), TimeUnit.SECONDS);
    context.removeRoute(id);
    RouteDefinition definition = context.getRouteDefinition(id);
    if (definition != null) {
      context.removeRouteDefinitions(new ArrayList<>(List.of(definition)));
    }
  }

  /** While the hub is down, the next attempt is for the new route rather than for this one. */
  private long grace(String id) {
    Route route = context.getRoute(id);
    boolean kept = route != null && route.getConsumer() instanceof OutboxSink;
    return kept ? GRACE_SECONDS_OF_KEPT : GRACE_SECONDS;
  }

  private void removeKameletRoutes(Predicate<RouteDefinition> which) throws Exception {
    Set<String> ids = new HashSet<>();
    for (RouteDefinition route : new ArrayList<>(context.getRouteDefinitions())) {
      if (isKamelet(route) && which.test(route)) {
        ids.add(route.getRouteId());
      }
    }
    for (String id : ids) {
      removeRoute(id);
    }
  }

  private void removeKameletEndpoints(Predicate<KameletEndpoint> which) throws Exception {
    for (Endpoint endpoint : List.copyOf(context.getEndpoints())) {
      if (endpoint instanceof KameletEndpoint kamelet && which.test(kamelet)) {
        context.removeEndpoint(kamelet);
      }
    }
  }

  private List<RouteDefinition> children(String parent) {
    return new ArrayList<>(context.getRouteDefinitions())
        .stream()
            .filter(route -> isKamelet(route))
            .filter(route -> parent.equals(parameter(route, Kamelet.PARENT_ROUTE_ID)))
            .toList();
  }

  static boolean isKamelet(RouteDefinition route) {
    return Boolean.TRUE.equals(route.isKamelet());
  }

  private static String parameter(RouteDefinition route, String name) {
    Map<String, Object> parameters = route.getTemplateParameters();
    Object value = parameters == null ? null : parameters.get(name);
    return value == null ? "" : value.toString();
  }
}
