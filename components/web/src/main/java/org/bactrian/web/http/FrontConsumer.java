package org.bactrian.web.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextDecorator;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.StreamCache;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.spi.ExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands requests to a route without keeping a worker until there is an answer: some answers wait
 * for a server or a module that hangs, and others must not wait with them. Camel's consumer has a
 * worker process the whole exchange; this one has the worker begin it only, and gives Camel's the
 * end of the exchange for the end of the worker's task.
 */
final class FrontConsumer extends VertxPlatformHttpConsumer {

  /** Property of an exchange with the {@link Rest} of it, which somebody on its way may leave. */
  static final String REST = "BactrianRest";

  private static final Logger LOG = LoggerFactory.getLogger(FrontConsumer.class);

  /** What Vert.x says of an answer of which a part was sent. */
  private static final String HEAD_SENT = "Response head already sent";

  /** What is to be done after the route of the door, which Camel would have a thread wait for. */
  @FunctionalInterface
  interface Rest {

    /** Begins it; {@code callback} is told of its end. */
    void begin(AsyncCallback callback);
  }

  /** What the worker that runs has begun. */
  private final ThreadLocal<Future<Object>> begun = new ThreadLocal<>();

  /** There is one Vert.x for all requests, so one of these will do. */
  private volatile Vertx handing;

  FrontConsumer(
      PlatformHttpEndpoint endpoint,
      Processor processor,
      List<Handler<RoutingContext>> handlers,
      String router) {
    super(endpoint, processor, handlers, router);
    setExceptionHandler(new Departures(getExceptionHandler()));
  }

  /** Callers who go before their answer ends are no faults of the door. */
  private record Departures(ExceptionHandler faults) implements ExceptionHandler {

    @Override
    public void handleException(Throwable fault) {
      handleException("", null, fault);
    }

    @Override
    public void handleException(String message, Throwable fault) {
      handleException(message, null, fault);
    }

    @Override
    public void handleException(String message, Exchange exchange, Throwable fault) {
      if (fault instanceof IllegalStateException && HEAD_SENT.equals(fault.getMessage())) {
        LOG.debug("The caller is gone before its answer ended");
      } else {
        faults.handleException(message, exchange, fault);
      }
    }
  }

  /** Nobody can send the name of the caller: it comes from whoever let the request in. */
  @Override
  protected Future<Void> populateCamelMessage(
      RoutingContext request, Exchange exchange, Message message) {
    Future<Void> populated = super.populateCamelMessage(request, exchange, message);
    message.setHeader(ContractBinding.CALLER, request.get(AccessHandler.CALLER));
    RequestShare share = request.get(RequestShare.KEY);
    if (share != null) {
      share.retain();
      exchange.setProperty(RequestShare.KEY, share);
    }
    return populated;
  }

  /** What Camel's consumer has a worker do. */
  @Override
  public Processor getProcessor() {
    return this::begin;
  }

  private void begin(Exchange exchange) {
    Promise<Object> done = Promise.promise();
    begun.set(done.future());
    RequestShare share = exchange.getProperty(RequestShare.KEY, RequestShare.class);
    if (share != null) {
      done.future().onComplete(ended -> share.release());
    }
    getAsyncProcessor().process(exchange, synchronously -> goOn(exchange, done));
  }

  private static void goOn(Exchange exchange, Promise<Object> done) {
    if (exchange.removeProperty(REST) instanceof Rest rest) {
      // The route of the door has come to its end, which must not be that of the operation.
      exchange.setRouteStop(false);
      rest.begin(synchronously -> end(exchange, done));
    } else {
      end(exchange, done);
    }
  }

  private static void end(Exchange exchange, Promise<Object> done) {
    if (!exchange.isFailed()) {
      try {
        sendWhole(exchange.getMessage());
      } catch (RuntimeException e) {
        exchange.setException(e);
      }
    }
    done.complete();
  }

  /** Camel sends other than buffers part by part, and nobody would know how much memory waits. */
  private static void sendWhole(Message message) {
    Object body = message.getBody();
    if (body instanceof String
        || body instanceof byte[]
        || (body instanceof StreamCache cache && cache.inMemory())) {
      message.setBody(ByteBuffer.wrap(message.getBody(byte[].class)));
    }
  }

  @Override
  protected void handleRequest(RoutingContext request) {
    super.handleRequest(new Handed((RoutingContextInternal) request));
  }

  /** The result of a task that a worker only began. */
  private Future<Object> carryOut(Vertx vertx, Callable<?> task) {
    Context context = vertx.getOrCreateContext();
    Promise<Object> ended = Promise.promise();
    vertx
        .executeBlocking(() -> begun(task), false)
        .compose(result -> result)
        .onComplete(
            result -> {
              if (Vertx.currentContext() == context) {
                ended.handle(result);
              } else {
                context.runOnContext(here -> ended.handle(result));
              }
            });
    return ended.future();
  }

  private Future<Object> begun(Callable<?> task) throws Exception {
    try {
      Object result = task.call();
      Future<Object> exchange = begun.get();
      return exchange == null ? Future.succeededFuture(result) : exchange;
    } finally {
      begun.remove();
    }
  }

  /** Vert.x, but that tasks for workers are carried out as above. */
  private Vertx handing(Vertx real) {
    if (handing == null) {
      handing =
          (Vertx)
              Proxy.newProxyInstance(
                  Vertx.class.getClassLoader(),
                  new Class<?>[] {Vertx.class},
                  (proxy, method, arguments) -> call(real, method, arguments));
    }
    return handing;
  }

  private Object call(Vertx real, Method method, Object[] arguments) throws Throwable {
    boolean task =
        method.getName().equals("executeBlocking")
            && arguments.length == 2
            && arguments[0] instanceof Callable<?>;
    if (task) {
      return carryOut(real, (Callable<?>) arguments[0]);
    }
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** A request that gives Camel's consumer such a Vert.x. */
  private final class Handed extends RoutingContextDecorator {

    Handed(RoutingContextInternal request) {
      super(request.currentRoute(), request);
    }

    @Override
    public Vertx vertx() {
      return handing(super.vertx());
    }
  }
}
