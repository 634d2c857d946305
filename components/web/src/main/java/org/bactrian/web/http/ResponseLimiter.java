package org.bactrian.web.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.function.Supplier;
import org.bactrian.model.method.ByteBudget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the memory of responses that their callers do not read: a response holds its size of the
 * byte budget until it was sent, and a connection whose caller does not read is closed. Safe for
 * use by several threads.
 */
final class ResponseLimiter {

  /**
   * Largest response that needs no reservation, so that problems are sent even when memory is
   * short.
   */
  private static final int SMALL = 4_096;

  private static final Logger LOG = LoggerFactory.getLogger(ResponseLimiter.class);

  private final Duration timeout;
  private final ByteBudget budget;
  private final Vertx vertx;

  /**
   * @param timeout longest time for sending a part of an answer
   */
  ResponseLimiter(Duration timeout, ByteBudget budget, Vertx vertx) {
    this.timeout = timeout;
    this.budget = budget;
    this.vertx = vertx;
  }

  /**
   * Hands a request on, whose response is a {@link LimitedResponse}. One whose caller has not read
   * the answers before it on the same connection waits until it has.
   */
  void accept(HttpServerRequest request, Handler<HttpServerRequest> handler) {
    HttpServerRequest limited = new LimitedRequest((HttpServerRequestInternal) request);
    if (!request.response().writeQueueFull()) {
      handler.handle(limited);
      return;
    }
    request.pause();
    request
        .response()
        .drainHandler(
            drained -> {
              request.response().drainHandler(null);
              request.resume();
              handler.handle(limited);
            });
  }

  private final class LimitedRequest extends HttpServerRequestWrapper {

    private final HttpServerResponse response;

    private LimitedRequest(HttpServerRequestInternal request) {
      super(request);
      this.response = LimitedResponse.of(request, ResponseLimiter.this);
    }

    @Override
    public HttpServerResponse response() {
      return response;
    }
  }

  /** Reserves memory for a response of so many bytes until its end; may be refused. */
  Reservation reserve(long bytes) {
    ByteBudget.Share share = budget.new Share();
    return new Reservation(share, share.take(bytes) || bytes <= SMALL);
  }

  /**
   * Memory reserved for a response.
   *
   * @param granted whether there is so much
   */
  record Reservation(ByteBudget.Share share, boolean granted) {

    /** Sends the response and frees the memory when it was sent or cannot be. */
    Future<Void> use(Supplier<Future<Void>> sending) {
      try {
        return sending.get().onComplete(sent -> share.end());
      } catch (RuntimeException e) {
        share.end();
        throw e;
      }
    }
  }

  /** The most that all answers may keep together, in bytes. */
  long max() {
    return budget.max();
  }

  /** Closes the connection when a part of an answer is not sent in time. */
  Future<Void> watched(HttpConnection connection, Future<Void> sending) {
    if (!sending.isComplete()) {
      long timer = vertx.setTimer(timeout.toMillis(), late -> close(connection));
      sending.onComplete(sent -> vertx.cancelTimer(timer));
    }
    return sending;
  }

  /** Closes it past Vert.x, which would first send what nobody reads. */
  private static void close(HttpConnection connection) {
    LOG.debug("A caller does not read its answer; its connection is closed");
    ((ConnectionBase) connection).channelHandlerContext().close();
  }
}
