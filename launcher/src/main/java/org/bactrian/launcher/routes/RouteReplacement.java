package org.bactrian.launcher.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.Kamelet;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.ObjectHelper;
import org.bactrian.edge.publisher.stream.TelemetrySink;
import org.bactrian.launcher.routes.RouteFileState.Loaded;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds the content of a file to a live context, and removes it without losing exchanges. */
final class RouteReplacement {

  private static final Logger LOG = LoggerFactory.getLogger(RouteReplacement.class);

  /** Time that exchanges in flight have to complete before their route is stopped all the same. */
  private static final long GRACE_SECONDS = 10;

  /** The same for messages that are kept until they are acknowledged, and else sent again. */
  private static final long GRACE_SECONDS_OF_KEPT = 1;

  /**
   * Attempts to make what a file holds. Camel's lists of definitions are not safe for use by many
   * threads, and a message of a route that runs already may make the route of a kamelet meanwhile.
   */
  private static final int ATTEMPTS = 5;

  private final CamelContext live;
  private final ModelCamelContext model;

  RouteReplacement(CamelContext live) {
    this.live = live;
    this.model = (ModelCamelContext) live;
  }

  /** Keeps what the routes of these ids start from until it is released. */
  RouteSourceRetention hold(Collection<String> routeIds) {
    return RouteSourceRetention.of(live, routeIds);
  }

  /**
   * Makes and starts what the file holds. When that fails, nothing of it stays.
   *
   * @throws Exception when a route cannot be made or started
   */
  Loaded add(RouteFile file) throws Exception {
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        return make(file);
      } catch (Exception e) {
        if (!isDisturbed(e)) {
          throw e;
        }
        LOG.debug("{} is made again, since another thread made a route meanwhile", file, e);
      }
    }
    return make(file);
  }

  private static boolean isDisturbed(Throwable thrown) {
    return ObjectHelper.getException(ConcurrentModificationException.class, thrown) != null;
  }

  private Loaded make(RouteFile file) throws Exception {
    Set<RouteDefinition> routes = copy(model.getRouteDefinitions());
    Set<RouteTemplateDefinition> templates = copy(model.getRouteTemplateDefinitions());
    Set<RouteConfigurationDefinition> configurations =
        copy(model.getRouteConfigurationDefinitions());
    Set<RestDefinition> rests = copy(model.getRestDefinitions());
    try {
      PluginHelper.getRoutesLoader(live).loadRoutes(file.resource());
    } catch (Exception | LinkageError e) {
      remove(added(routes, templates, configurations, rests));
      throw e;
    }
    return added(routes, templates, configurations, rests);
  }

  /** A copy that is made without an iterator, which a change by another thread would end. */
  private static <T> Set<T> copy(List<T> definitions) {
    return Set.copyOf(new ArrayList<>(definitions));
  }

  private Loaded added(
      Set<RouteDefinition> routes,
      Set<RouteTemplateDefinition> templates,
      Set<RouteConfigurationDefinition> configurations,
      Set<RestDefinition> rests) {
    return new Loaded(
        ids(model.getRouteDefinitions(), routes, this::idUnlessKamelet),
        ids(model.getRouteTemplateDefinitions(), templates, RouteTemplateDefinition::getId),
        added(model.getRouteConfigurationDefinitions(), configurations),
        added(model.getRestDefinitions(), rests));
  }

  private static <T> Set<T> added(List<T> now, Set<T> before) {
    return copy(now).stream()
        .filter(definition -> !before.contains(definition))
        .collect(Collectors.toSet());
  }

  private static <T> Set<String> ids(List<T> now, Set<T> before, Function<T, String> id) {
    return added(now, before).stream()
        .map(id)
        .filter(text -> text != null && !text.isEmpty())
        .collect(Collectors.toSet());
  }

  /** Routes that Camel makes of kamelets come and go with the routes that use them. */
  private String idUnlessKamelet(RouteDefinition route) {
    return isKamelet(route) ? "" : route.getRouteId();
  }

  /**
   * Stops and removes what was made of a file, after what is in flight is done.
   *
   * @throws Exception when a route cannot be stopped
   */
  void remove(Loaded loaded) throws Exception {
    for (String id : loaded.routes()) {
      removeRoute(id);
    }
    for (String template : loaded.templates()) {
      removeKameletRoutes(route -> template.equals(parameter(route, Kamelet.PARAM_TEMPLATE_ID)));
      removeKameletEndpoints(endpoint -> endpoint.getTemplateId().equals(template));
      model.removeRouteTemplateDefinition(model.getRouteTemplateDefinition(template));
    }
    for (RouteConfigurationDefinition configuration : loaded.configurations()) {
      model.removeRouteConfiguration(configuration);
    }
    // Its routes are gone, but Camel would go on describing the service.
    model.getRestDefinitions().removeAll(loaded.rests());
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
    live.getRouteController().stopRoute(id, grace(id), TimeUnit.SECONDS);
    live.removeRoute(id);
    RouteDefinition definition = model.getRouteDefinition(id);
    if (definition != null) {
      model.removeRouteDefinitions(new ArrayList<>(List.of(definition)));
    }
  }

  /** While the hub is down, the next attempt is for the new route rather than for this one. */
  private long grace(String id) {
    Route route = live.getRoute(id);
    boolean kept = route != null && route.getConsumer() instanceof TelemetrySink;
    return kept ? GRACE_SECONDS_OF_KEPT : GRACE_SECONDS;
  }

  private void removeKameletRoutes(Predicate<RouteDefinition> which) throws Exception {
    Set<String> ids = new HashSet<>();
    for (RouteDefinition route : copy(model.getRouteDefinitions())) {
      if (isKamelet(route) && which.test(route)) {
        ids.add(route.getRouteId());
      }
    }
    for (String id : ids) {
      removeRoute(id);
    }
  }

  private void removeKameletEndpoints(Predicate<KameletEndpoint> which) throws Exception {
    for (Endpoint endpoint : List.copyOf(live.getEndpoints())) {
      if (endpoint instanceof KameletEndpoint kamelet && which.test(kamelet)) {
        live.removeEndpoint(kamelet);
      }
    }
  }

  private List<RouteDefinition> children(String parent) {
    return copy(model.getRouteDefinitions()).stream()
        .filter(route -> isKamelet(route))
        .filter(route -> parent.equals(parameter(route, Kamelet.PARENT_ROUTE_ID)))
        .toList();
  }

  private static boolean isKamelet(RouteDefinition route) {
    return Boolean.TRUE.equals(route.isKamelet());
  }

  private static String parameter(RouteDefinition route, String name) {
    Map<String, Object> parameters = route.getTemplateParameters();
    Object value = parameters == null ? null : parameters.get(name);
    return value == null ? "" : value.toString();
  }
}
