package org.bactrian.launcher.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.seda.SedaEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the {@code seda:} queues that routes read from while the routes are replaced. Camel drops a
 * queue with its last endpoint, and what arrived in between with it.
 */
final class SedaQueueRetention {

  private static final Logger LOG = LoggerFactory.getLogger(SedaQueueRetention.class);

  /** Makes an address of its own for the same queue. It is the hold's, nothing is offered to it. */
  private static final String MARK = "?offerTimeout=2147483646";

  private final CamelContext live;
  private final List<Endpoint> held = new ArrayList<>();

  private SedaQueueRetention(CamelContext live) {
    this.live = live;
  }

  /** Holds the queues that the routes of these ids read from. */
  static SedaQueueRetention of(CamelContext live, Collection<String> routeIds) {
    SedaQueueRetention hold = new SedaQueueRetention(live);
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
    return hold;
  }

  /** Leaves the queues to the routes that read from them now. */
  void release() {
    for (Endpoint endpoint : held) {
      try {
        live.removeEndpoint(endpoint);
      } catch (Exception e) {
        LOG.warn("A queue stays in memory: {}", e.getMessage());
      }
    }
  }
}
