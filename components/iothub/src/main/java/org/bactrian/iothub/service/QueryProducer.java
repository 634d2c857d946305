package org.bactrian.iothub.service;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.iothub.rest.HubServiceException;
import org.bactrian.iothub.rest.QueryPage;

/** Runs a query, a page at a time. */
final class QueryProducer extends WaitingProducer {

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
    page(hub(), query, options(), in, exchange);
  }

  private static String text(Message in) {
    String body = in.getBody(String.class);
    return body == null ? "" : body;
  }

  /** Puts one page of results into the body and what leads to the next into a header. */
  static void page(
      HubService hub, String query, IotHubConfiguration options, Message in, Exchange exchange)
      throws HubServiceException {
    int size = in.getHeader(IotHubConstants.PAGE_SIZE, options.getPageSize(), Integer.class);
    String from = in.getHeader(IotHubConstants.CONTINUATION, "", String.class);
    QueryPage page = hub.query(query, size, from);
    Message out = exchange.getMessage();
    out.setBody(page.results().toString());
    if (page.continuation().isEmpty()) {
      out.removeHeader(IotHubConstants.CONTINUATION);
    } else {
      out.setHeader(IotHubConstants.CONTINUATION, page.continuation());
    }
  }
}
