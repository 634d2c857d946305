package org.bactrian.iothub.service;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.bactrian.iothub.rest.HubAddress;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.iothub.rest.HubServiceException;

/** Reads and changes identities of devices and modules. */
final class IdentityProducer extends BlockingProducer {

  IdentityProducer(IotHubEndpoint endpoint, HubService hub) {
    super(endpoint, hub);
  }

  @Override
  void perform(Message in, Exchange exchange) throws HubServiceException {
    IdentityAction action = action(in);
    switch (action) {
      case list -> list(in, exchange);
      case get -> answer(exchange, hub().identity(identity(in)));
      case create -> answer(exchange, hub().createIdentity(identity(in), object(in)));
      case update -> answer(exchange, hub().updateIdentity(identity(in), object(in), etag(in)));
      case delete -> {
        hub().deleteIdentity(identity(in), etag(in));
        exchange.getMessage().setBody(null);
      }
      default -> throw impossible(action);
    }
  }

  private void list(Message in, Exchange exchange) throws HubServiceException {
    if (operation() == ServiceOperation.modules) {
      answer(exchange, hub().modules(address(in).deviceId()));
    } else {
      page("SELECT * FROM devices", in, exchange);
    }
  }

  /** The header of a module does no harm to a route that goes on with its device. */
  private HubAddress identity(Message in) {
    HubAddress address = address(in);
    if (operation() == ServiceOperation.devices) {
      return new HubAddress(address.deviceId(), "");
    }
    if (address.moduleId().isEmpty()) {
      throw new IllegalArgumentException("A module id is needed, and there is none.");
    }
    return address;
  }
}
