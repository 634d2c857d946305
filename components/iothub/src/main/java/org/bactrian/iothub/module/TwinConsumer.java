package org.bactrian.iothub.module;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.bactrian.iothub.link.HandlerRegistration;
import org.bactrian.iothub.link.TwinListener;

/**
 * Brings the twin into a route after each connect, and the desired properties that change, in
 * order. A step that waits for others without a thread, such as a report, holds nothing of that up.
 */
final class TwinConsumer extends DefaultConsumer implements TwinListener {

  private final IotHubModuleEndpoint endpoint;
  private HandlerRegistration registration = () -> {};
  private LinkLease lease;

  TwinConsumer(IotHubModuleEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    lease = endpoint.acquireLink();
    registration = lease.link().onTwin(this);
  }

  @Override
  protected void doStop() throws Exception {
    registration.close();
    if (lease != null) {
      lease.close();
    }
    super.doStop();
  }

  @Override
  public void twin(JsonNode properties) {
    pass(TwinChange.FULL, properties, properties.path("desired"));
  }

  @Override
  public void desired(JsonNode patch) {
    pass(TwinChange.DESIRED, patch, patch);
  }

  private void pass(TwinChange change, JsonNode body, JsonNode desired) {
    Exchange exchange = createExchange(false);
    exchange.getIn().setBody(body.toString());
    exchange.getIn().setHeader(IotHubModuleConstants.TWIN_CHANGE, change);
    exchange
        .getIn()
        .setHeader(IotHubModuleConstants.TWIN_VERSION, desired.path("$version").asInt());
    getAsyncProcessor().process(exchange, doneSync -> end(exchange));
  }

  private void end(Exchange exchange) {
    if (exchange.getException() != null) {
      getExceptionHandler()
          .handleException("The twin could not be handled", exchange, exchange.getException());
    }
    releaseExchange(exchange, false);
  }
}
