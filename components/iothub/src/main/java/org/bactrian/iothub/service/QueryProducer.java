package org.bactrian.iothub.service;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.iothub.rest.HubServiceException;

/** Runs a query, a page at a time. */
final class QueryProducer extends BlockingProducer {

  QueryProducer(IotHubEndpoint endpoint, HubService hub) {
    super(endpoint, hub);
  }

  @Override
  void perform(Message in, Exchange exchange) throws HubServiceException {
    String query = options().getQuery().isEmpty() ? text(in) : options().getQuery();
    if (query.isBlank()) {
      throw new IllegalArgumentException(
          "There is no query. Set the option query, or a body such as SELECT * FROM devices.");
    }
    page(query, in, exchange);
  }

  private static String text(Message in) {
    String body = in.getBody(String.class);
    return body == null ? "" : body;
  }
}
