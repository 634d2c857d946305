package org.bactrian.iothub.service;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.iothub.rest.HubServiceException;

/** A producer that waits for the hub on the thread of its caller. */
abstract class BlockingProducer extends ServiceProducer {

  BlockingProducer(IotHubEndpoint endpoint, HubService hub) {
    super(endpoint, hub);
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    try {
      perform(exchange.getIn(), exchange);
    } catch (HubServiceException | RuntimeException e) {
      exchange.setException(e);
    }
    callback.done(true);
    return true;
  }

  abstract void perform(Message in, Exchange exchange) throws HubServiceException;
}
