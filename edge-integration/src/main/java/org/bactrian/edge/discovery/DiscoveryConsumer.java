package org.bactrian.edge.discovery;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.telemetry.TelemetryHeaders;

/** Consumer that passes the messages of discoveries to its route, one after the other. */
public class DiscoveryConsumer extends DefaultConsumer {

  private static final String JSON = "application/json";
  private static final String UTF_8 = "utf-8";

  private final DiscoveryEndpoint endpoint;
  private final DiscoveryOutbox.Route route = this::pass;

  /** Made by the endpoint. */
  public DiscoveryConsumer(DiscoveryEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    outbox().attach(route);
  }

  @Override
  protected void doStop() throws Exception {
    outbox().detach(route);
    super.doStop();
  }

  private DiscoveryOutbox outbox() {
    return endpoint.getComponent().discoverer().outbox();
  }

  private void pass(DiscoveryMessage message) throws Exception {
    Exchange exchange = createExchange(false);
    try {
      describe(message, exchange.getMessage());
      getProcessor().process(exchange);
      if (exchange.getException() != null) {
        throw exchange.getException();
      }
    } finally {
      releaseExchange(exchange, false);
    }
  }

  private void describe(DiscoveryMessage message, Message to) {
    ModuleId module = endpoint.getComponent().discoverer().module();
    to.setBody(message.body());
    to.setHeader(TelemetryHeaders.TRANSPORT, endpoint.getComponent().getTransport());
    to.setHeader(TelemetryHeaders.MESSAGE_ID, message.id());
    to.setHeader(TelemetryHeaders.CONTENT_TYPE, JSON);
    to.setHeader(TelemetryHeaders.CONTENT_ENCODING, UTF_8);
    to.setHeader(
        TelemetryHeaders.PROPERTIES,
        Map.of(
            "$$ContentEncoding",
            UTF_8,
            "$$ContentType",
            message.kind().schema(),
            "$$DeviceId",
            module.deviceId(),
            "$$ModuleId",
            module.moduleId()));
  }
}
