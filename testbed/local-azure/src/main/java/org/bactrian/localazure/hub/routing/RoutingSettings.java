package org.bactrian.localazure.hub.routing;

import java.util.List;

/**
 * Routes of messages: each goes to every endpoint of which some route matches, once each. Device
 * messages that no route takes go to the built-in endpoint if there is a fallback, and else
 * nowhere; events that no route takes go nowhere.
 */
public record RoutingSettings(List<HubRoute> routes, boolean fallback) {

  /** No routes: device messages go to the built-in endpoint, as in a new hub. */
  public static final RoutingSettings NONE = new RoutingSettings(List.of(), true);

  /** Copies the routes. */
  public RoutingSettings {
    routes = List.copyOf(routes);
  }
}
