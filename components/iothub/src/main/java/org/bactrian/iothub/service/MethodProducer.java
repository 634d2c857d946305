package org.bactrian.iothub.service;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.bactrian.iothub.rest.HubAddress;
import org.bactrian.iothub.rest.HubMethodRequest;
import org.bactrian.iothub.rest.HubMethodResult;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.model.fault.FutureFailure;
import org.jspecify.annotations.Nullable;

/**
 * Producer that calls a direct method; its answer becomes the body, its status a header. No thread
 * waits for it.
 */
final class MethodProducer extends ServiceProducer {

  /** Result of a method, whichever way it was called. */
  private record Answer(int status, @Nullable Object body) {}

  MethodProducer(IotHubEndpoint endpoint, HubService hub) {
    super(endpoint, hub);
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    CompletableFuture<Answer> answer;
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
            exchange.getMessage().setBody(result.body());
            exchange.getMessage().setHeader(IotHubConstants.METHOD_STATUS, result.status());
          }
          callback.done(false);
        });
    return false;
  }

  private CompletableFuture<Answer> begin(Message in) {
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
        ? inParts(in, target, name, limit)
        : whole(in, target, name, limit);
  }

  private CompletableFuture<Answer> inParts(
      Message in, HubAddress target, String name, Duration limit) {
    return hub()
        .call(target, org.bactrian.model.method.MethodRequest.json(name, bytes(in)), limit)
        .thenApply(
            result ->
                new Answer(result.status(), result.body().length == 0 ? null : result.body()));
  }

  private CompletableFuture<Answer> whole(
      Message in, HubAddress target, String name, Duration limit) {
    Duration connect = timeout(in, IotHubConstants.CONNECT_TIMEOUT, options().getConnectTimeout());
    return hub()
        .invokeAsync(new HubMethodRequest(target, name, json(in), limit, connect))
        .thenApply(MethodProducer::answer);
  }

  private static Answer answer(HubMethodResult result) {
    return new Answer(
        result.status(), result.payload().isNull() ? null : result.payload().toString());
  }

  private Duration timeout(Message in, String header, long otherwise) {
    return parameter(in, header, Duration.ofMillis(otherwise), Duration.class);
  }
}
