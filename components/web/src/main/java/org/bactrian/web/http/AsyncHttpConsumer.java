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
 * Camel's HTTP consumer without a blocked worker thread per request: some responses wait for a
 * server or module that hangs, and other requests must not wait with them. Camel's consumer has a
 * worker process the whole exchange; here the worker only starts it, and Camel's consumer gets the
 * end of the exchange as the end of the worker's task.
 */
final class AsyncHttpConsumer extends VertxPlatformHttpConsumer {

  /** Exchange property with the {@link Continuation} that a processor on the way may leave. */
  static final String CONTINUATION = "BactrianContinuation";

  private static final Logger LOG = LoggerFactory.getLogger(AsyncHttpConsumer.class);

  /** Message of the Vert.x exception for a response that was sent in part. */
  private static final String HEAD_SENT = "Response head already sent";

  /** Work that follows the REST route, for which Camel would block a thread. */
  @FunctionalInterface
  interface Continuation {

    /** Begins it; {@code callback} is told of its end. */
    void begin(AsyncCallback callback);
  }

  /** Result of the exchange that the current worker has started. */
  private final ThreadLocal<Future<Object>> begun = new ThreadLocal<>();

  /** There is one Vert.x for all requests, so one of these will do. */
  private volatile Vertx handing;

  AsyncHttpConsumer(
      PlatformHttpEndpoint endpoint,
      Processor processor,
      List<Handler<RoutingContext>> handlers,
      String router) {
    super(endpoint, processor, handlers, router);
    setExceptionHandler(new ClosedConnectionFilter(getExceptionHandler()));
  }

  /** Logs callers that disconnect before the end of their response at debug level, as no fault. */
  private record ClosedConnectionFilter(ExceptionHandler faults) implements ExceptionHandler {

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

  /** Sets the caller's name from the authentication of the request; no client can send it. */
  @Override
  protected Future<Void> populateCamelMessage(
      RoutingContext request, Exchange exchange, Message message) {
    Future<Void> populated = super.populateCamelMessage(request, exchange, message);
    message.setHeader(ContractBinding.CALLER, request.get(AuthorizationHandler.CALLER));
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
    return this::begin;
  }

  private void begin(Exchange exchange) {
    Promise<Object> done = Promise.promise();
    begun.set(done.future());
    RequestByteBudget share = exchange.getProperty(RequestByteBudget.KEY, RequestByteBudget.class);
    if (share != null) {
      done.future().onComplete(ended -> share.release());
    }
    getAsyncProcessor().process(exchange, synchronously -> goOn(exchange, done));
  }

  private static void goOn(Exchange exchange, Promise<Object> done) {
    if (exchange.removeProperty(CONTINUATION) instanceof Continuation continuation) {
      // The REST route has come to its end, which must not be that of the operation.
      exchange.setRouteStop(false);
      continuation.begin(synchronously -> end(exchange, done));
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

  /**
   * Turns the body into one buffer: Camel sends others part by part, which no memory limit counts.
   */
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
    super.handleRequest(new AsyncRoutingContext((RoutingContextInternal) request));
  }

  /** Completes with the exchange that a worker only started. */
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

  /** Proxy of Vert.x that carries out tasks for workers as above. */
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
  private final class AsyncRoutingContext extends RoutingContextDecorator {

    AsyncRoutingContext(RoutingContextInternal request) {
      super(request.currentRoute(), request);
    }

    @Override
    public Vertx vertx() {
      return handing(super.vertx());
    }
  }
}
