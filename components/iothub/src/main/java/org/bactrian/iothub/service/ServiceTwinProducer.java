package org.bactrian.iothub.service;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.iothub.rest.HubServiceException;

/** Reads and changes twins of devices and modules. */
final class ServiceTwinProducer extends BlockingProducer {

  ServiceTwinProducer(IotHubEndpoint endpoint, HubService hub) {
    super(endpoint, hub);
  }

  @Override
  void perform(Message in, Exchange exchange) throws HubServiceException {
    IdentityAction action = action(in);
    switch (action) {
      case get -> answer(exchange, hub().twin(address(in)));
      case patch -> answer(exchange, hub().patchTwin(address(in), object(in), etag(in)));
      case replace -> answer(exchange, hub().replaceTwin(address(in), object(in), etag(in)));
      default -> throw impossible(action);
    }
  }
}
