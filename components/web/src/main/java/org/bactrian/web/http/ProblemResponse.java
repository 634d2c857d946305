package org.bactrian.web.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.bactrian.web.problem.Problem;

/** Ends a request with a problem before Camel sees it. */
final class ProblemResponse {

  private ProblemResponse() {}

  static void send(RoutingContext context, Problem problem) {
    end(context.request(), problem);
  }

  /** Sends the problem and ends the connection with it. */
  static void sendAndClose(RoutingContext context, Problem problem) {
    ConnectionTimeouts connections = context.get(ConnectionTimeouts.KEY);
    endAndClose(context.request(), connections, problem);
  }

  /** Ends a request that no route has seen, and the connection with it. */
  static void endAndClose(
      HttpServerRequest request, ConnectionTimeouts connections, Problem problem) {
    // Before the answer, behind which Vert.x hands out the next request that was read already.
    connections.lastRequest(request.connection());
    if (!request.response().headWritten()) {
      request.response().putHeader("Connection", "close");
    }
    end(request, problem).onComplete(sent -> request.connection().close());
  }

  /** Ends a request that no route has seen. */
  static Future<Void> end(HttpServerRequest request, Problem problem) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return Future.succeededFuture();
    }
    if (response.headWritten()) {
      // Half an answer is out; only the end of the connection tells that it is not whole.
      return request.connection().close();
    }
    describe(response, problem);
    return response.end(problem.json(request.path()));
  }

  /** Gives a response the status and the headers of a problem. */
  static void describe(HttpServerResponse response, Problem problem) {
    if (problem.retryAfterSeconds() > 0) {
      response.putHeader("Retry-After", Long.toString(problem.retryAfterSeconds()));
    }
    response
        .setStatusCode(problem.status())
        .putHeader("Content-Type", Problem.MEDIA_TYPE)
        .putHeader("X-Content-Type-Options", "nosniff");
  }
}
