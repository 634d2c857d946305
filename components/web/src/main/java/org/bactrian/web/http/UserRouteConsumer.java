package org.bactrian.web.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.StreamCache;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.util.CollectionHelper;
import org.bactrian.web.operation.OperationHeaders;
import org.bactrian.web.problem.ExchangeProblems;

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

  /** Sets body, form and the caller's name, which no client can send. */
  @Override
  protected Future<Void> populateCamelMessage(
      RoutingContext request, Exchange exchange, Message message) {
    Future<Void> populated = super.populateCamelMessage(request, exchange, message);
    request.request().resume();
    message.setBody(request.get(IncomingBody.KEY));
    addForm(request, exchange, message);
    message.setHeader(OperationHeaders.CALLER, request.get(AuthorizationHandler.CALLER));
    exchange.setProperty(ResponseByteBudget.KEY, request.get(ResponseByteBudget.KEY));
    RequestByteBudget share = request.get(RequestByteBudget.KEY);
    if (share != null) {
      share.retain();
      exchange.setProperty(RequestByteBudget.KEY, share);
    }
    return populated;
  }

  private void addForm(RoutingContext request, Exchange exchange, Message message) {
    HeaderFilterStrategy filter = getEndpoint().getHeaderFilterStrategy();
    Map<String, Object> form = new HashMap<>();
    for (Map.Entry<String, String> field : request.request().formAttributes()) {
      if (!filter.applyFilterToExternalHeaders(field.getKey(), field.getValue(), exchange)) {
        CollectionHelper.appendEntry(message.getHeaders(), field.getKey(), field.getValue());
        CollectionHelper.appendEntry(form, field.getKey(), field.getValue());
      }
    }
    if (!form.isEmpty() && getEndpoint().isPopulateBodyWithForm()) {
      message.setBody(form);
    }
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
          sendWhole(exchange);
        }
      } finally {
        if (share != null) {
          share.release();
        }
      }
    };
  }

  /** Camel streams other bodies than buffers, and nobody would know how much memory waits. */
  private static void sendWhole(Exchange exchange) {
    Object body = exchange.getMessage().getBody();
    if (body instanceof String
        || body instanceof byte[]
        || (body instanceof StreamCache cache && cache.inMemory())) {
      byte[] bytes = exchange.getMessage().getBody(byte[].class);
      exchange
          .getProperty(ResponseByteBudget.KEY, ResponseByteBudget.class)
          .reserve(bytes.length)
          .ifPresentOrElse(
              problem -> ExchangeProblems.put(exchange, problem),
              () -> exchange.getMessage().setBody(ByteBuffer.wrap(bytes)));
    }
  }
}
