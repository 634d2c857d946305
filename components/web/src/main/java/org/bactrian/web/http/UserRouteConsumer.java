package org.bactrian.web.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.StreamCache;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.bactrian.web.operation.OperationHeaders;

/**
 * Camel's HTTP consumer for the routes that users write, with the name of the caller, within the
 * byte budget of requests. A worker thread processes each exchange.
 */
final class UserRouteConsumer extends VertxPlatformHttpConsumer {

  UserRouteConsumer(
      PlatformHttpEndpoint endpoint,
      Processor processor,
      List<Handler<RoutingContext>> handlers,
      String router) {
    super(endpoint, processor, handlers, router);
  }

  /** Sets the caller's name from the authentication of the request; no client can send it. */
  @Override
  protected Future<Void> populateCamelMessage(
      RoutingContext request, Exchange exchange, Message message) {
    Future<Void> populated = super.populateCamelMessage(request, exchange, message);
    message.setHeader(OperationHeaders.CALLER, request.get(AuthorizationHandler.CALLER));
    RequestByteBudget share = request.get(RequestByteBudget.KEY);
    if (share != null) {
      share.retain();
      exchange.setProperty(RequestByteBudget.KEY, share);
    }
    return populated;
  }

  /** Processor that Camel's consumer runs on a worker thread. */
  @Override
  public Processor getProcessor() {
    Processor route = super.getProcessor();
    return exchange -> {
      RequestByteBudget share =
          exchange.getProperty(RequestByteBudget.KEY, RequestByteBudget.class);
      try {
        route.process(exchange);
        if (!exchange.isFailed()) {
          sendWhole(exchange.getMessage());
        }
      } finally {
        if (share != null) {
          share.release();
        }
      }
    };
  }

  /** Camel streams other bodies than buffers, and nobody would know how much memory waits. */
  private static void sendWhole(Message message) {
    Object body = message.getBody();
    if (body instanceof String
        || body instanceof byte[]
        || (body instanceof StreamCache cache && cache.inMemory())) {
      message.setBody(ByteBuffer.wrap(message.getBody(byte[].class)));
    }
  }
}
