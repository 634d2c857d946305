package org.bactrian.cloud.registry;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.bactrian.cloud.registry.contract.RegistryEvent;
import org.bactrian.model.registry.RegistryJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands changes to the route {@code direct:registry-event}: body JSON, headers what changed and
 * how.
 */
public final class RegistryEventRoute implements RegistryEvents {

  /** Header: what changed, such as Application. */
  public static final String SOURCE = "BactrianEventSource";

  /** Header: how it changed, such as New. */
  public static final String TYPE = "BactrianEventType";

  private static final Logger LOG = LoggerFactory.getLogger(RegistryEventRoute.class);

  /** A change is not kept waiting for subscribers that have no route. */
  private static final String ROUTE = "direct:registry-event?block=false";

  private final ProducerTemplate camel;

  public RegistryEventRoute(ProducerTemplate camel) {
    this.camel = camel;
  }

  @Override
  public void publish(RegistryEvent event) {
    Exchange sent =
        camel.send(
            ROUTE,
            exchange -> {
              exchange.getIn().setBody(RegistryJson.bytes(event));
              exchange.getIn().setHeader(SOURCE, event.source().name());
              exchange.getIn().setHeader(TYPE, event.eventType().name());
            });
    if (sent.getException() != null) {
      LOG.warn(
          "{} {} {} is not told to subscribers: {}",
          event.source(),
          event.id(),
          event.eventType(),
          sent.getException().getMessage());
    }
  }
}
