package org.bactrian.edge.discovery;

import java.util.Map;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.bactrian.edge.outbox.OutboxRoute;
import org.bactrian.edge.outbox.OutboxSink;
import org.bactrian.model.telemetry.TelemetryHeaders;

/** Consumer that passes the messages of discoveries to its route, one after the other. */
public class DiscoveryConsumer extends DefaultConsumer {

  private final DiscoveryEndpoint endpoint;
  private final OutboxSink route;

  /** Made by the endpoint. */
  public DiscoveryConsumer(DiscoveryEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.route =
        new OutboxRoute(
            this, Map.of(TelemetryHeaders.TRANSPORT, endpoint.getComponent().getTransport()));
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    endpoint.getComponent().discoverer().outbox().attach(route);
  }

  @Override
  protected void doStop() throws Exception {
    endpoint.getComponent().discoverer().outbox().detach(route);
    super.doStop();
  }
}
