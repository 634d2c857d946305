package org.bactrian.launcher.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.seda.SedaEndpoint;
import org.bactrian.web.operation.OperationsComponent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what routes start from while they are replaced: {@code seda:} queues, since Camel drops a
 * queue with its last endpoint, and what arrived in between with it; and operations, which other
 * routes would carry out in between.
 */
final class RouteSourceRetention {

  private static final Logger LOG = LoggerFactory.getLogger(RouteSourceRetention.class);

  /** Makes an address of its own for the same queue. It is the hold's, nothing is offered to it. */
  private static final String MARK = "?offerTimeout=2147483646";

  private final CamelContext live;
  private final List<Endpoint> held = new ArrayList<>();

  private RouteSourceRetention(CamelContext live) {
    this.live = live;
  }

  /** Holds what the routes of these ids start from. */
  static RouteSourceRetention of(CamelContext live, Collection<String> routeIds) {
    RouteSourceRetention hold = new RouteSourceRetention(live);
    for (String id : routeIds) {
      Route route = live.getRoute(id);
      if (route != null && route.getEndpoint() instanceof SedaEndpoint seda) {
        String queue = seda.getEndpointUri().split("\\?")[0];
        SedaEndpoint endpoint = live.getEndpoint(queue + MARK, SedaEndpoint.class);
        // The endpoint counts as a user of the queue once it has asked for it.
        endpoint.getQueue();
        hold.held.add(endpoint);
      }
    }
    OperationsComponent.of(live).ifPresent(operations -> operations.hold(routeIds));
    return hold;
  }

  /** Leaves it to the routes that start from there now. */
  void release() {
    OperationsComponent.of(live).ifPresent(OperationsComponent::release);
    for (Endpoint endpoint : held) {
      try {
        live.removeEndpoint(endpoint);
      } catch (Exception e) {
        LOG.warn("A queue stays in memory: {}", e.getMessage());
      }
    }
  }
}
