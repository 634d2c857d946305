package org.bactrian.iothub.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.bactrian.iothub.rest.HubAddress;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.model.fault.FutureFailure;
import org.bactrian.model.method.MethodRequest;
import org.bactrian.model.method.MethodResult;
import org.jspecify.annotations.Nullable;

/**
 * Producer that calls a direct method; its answer becomes the body, its status a header. No thread
 * waits for it.
 */
final class MethodProducer extends ServiceProducer {

  MethodProducer(IotHubEndpoint endpoint, HubService hub) {
    super(endpoint, hub);
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    CompletableFuture<MethodResult> answer;
    try {
      answer = begin(exchange.getIn());
    } catch (RuntimeException e) {
      exchange.setException(e);
      callback.done(true);
      return true;
    }
    answer.whenComplete(
        (result, failure) -> {
          if (failure != null) {
            exchange.setException(FutureFailure.of(failure));
          } else {
            exchange.getMessage().setBody(body(result));
            exchange.getMessage().setHeader(IotHubConstants.METHOD_STATUS, result.status());
          }
          callback.done(false);
        });
    return false;
  }

  private CompletableFuture<MethodResult> begin(Message in) {
    String name = methodName(in);
    if (name.isEmpty()) {
      throw new IllegalArgumentException(
          "iothub:method has no name. Write iothub:method/NAME, or fromHeaders=true and the header "
              + IotHubConstants.METHOD_NAME
              + ".");
    }
    HubAddress target = address(in);
    Duration limit = timeout(in, IotHubConstants.RESPONSE_TIMEOUT, options().getResponseTimeout());
    return options().isChunked()
        ? hub().call(target, MethodRequest.json(name, bytes(in)), limit)
        : whole(in, target, name, limit);
  }

  private CompletableFuture<MethodResult> whole(
      Message in, HubAddress target, String name, Duration limit) {
    Duration connect = timeout(in, IotHubConstants.CONNECT_TIMEOUT, options().getConnectTimeout());
    JsonNode payload = json(in);
    byte[] bytes =
        payload.isMissingNode() ? new byte[0] : payload.toString().getBytes(StandardCharsets.UTF_8);
    return hub().invoke(target, MethodRequest.json(name, bytes), limit, connect);
  }

  /** Answers of calls in parts may be large, so they stay bytes. */
  private @Nullable Object body(MethodResult result) {
    if (result.body().length == 0) {
      return null;
    }
    return options().isChunked()
        ? result.body()
        : new String(result.body(), StandardCharsets.UTF_8);
  }

  private Duration timeout(Message in, String header, long otherwise) {
    return parameter(in, header, Duration.ofMillis(otherwise), Duration.class);
  }
}
