package org.bactrian.iothub.service;

import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.iothub.rest.HubServiceException;
import org.bactrian.iothub.rest.MethodRequest;
import org.bactrian.iothub.rest.MethodResult;

/** Calls a direct method; its answer becomes the body, its status a header. */
final class MethodProducer extends ServiceProducer {

  MethodProducer(IotHubEndpoint endpoint, HubService hub) {
    super(endpoint, hub);
  }

  @Override
  void perform(Message in, Exchange exchange) throws HubServiceException {
    String name = methodName(in);
    if (name.isEmpty()) {
      throw new IllegalArgumentException(
          "iothub:method has no name. Write iothub:method/NAME, or set the header "
              + IotHubConstants.METHOD_NAME
              + ".");
    }
    MethodResult result =
        hub()
            .invoke(
                new MethodRequest(
                    address(in),
                    name,
                    json(in),
                    timeout(in, IotHubConstants.RESPONSE_TIMEOUT, options().getResponseTimeout()),
                    timeout(in, IotHubConstants.CONNECT_TIMEOUT, options().getConnectTimeout())));
    Message out = exchange.getMessage();
    out.setBody(result.payload().isNull() ? null : result.payload().toString());
    out.setHeader(IotHubConstants.METHOD_STATUS, result.status());
  }

  private static Duration timeout(Message in, String header, long otherwise) {
    return in.getHeader(header, Duration.ofMillis(otherwise), Duration.class);
  }
}
