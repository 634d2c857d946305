package org.bactrian.web.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.bactrian.web.problem.Problem;

/**
 * HTTP response whose memory a {@link ResponseLimiter} bounds. An answer for which there is no room
 * is replaced by a problem. As thread-safe as the response of Vert.x.
 */
final class LimitedResponse implements InvocationHandler {

  /** End of the sending of an answer. */
  interface Sent {

    /** Completes when the answer was sent to its end, or cannot be. */
    Future<Void> sent();
  }

  /** Bytes that are sent at once: of a large answer, only so many lie in the network's buffers. */
  private static final int PART = 262_144;

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final ResponseLimiter limiter;
  private final Promise<Void> sent = Promise.promise();

  /** True once the end of a large response, which follows its parts, has been requested. */
  private volatile boolean ended;

  private LimitedResponse(HttpServerRequest request, ResponseLimiter limiter) {
    this.request = request;
    this.response = request.response();
    this.limiter = limiter;
  }

  /** The response of a request within limits; it is {@link Sent}, too. */
  static HttpServerResponse of(HttpServerRequest request, ResponseLimiter limiter) {
    return (HttpServerResponse)
        Proxy.newProxyInstance(
            LimitedResponse.class.getClassLoader(),
            new Class<?>[] {HttpServerResponse.class, Sent.class},
            new LimitedResponse(request, limiter));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    return switch (method.getName()) {
      case "sent" -> sent.future();
      case "ended" -> ended || response.ended();
      case "end" -> told(proxy, arguments, end(content(arguments)));
      case "write" -> told(proxy, arguments, watched(response.write(content(arguments))));
      case "sendFile" -> told(proxy, arguments, sendFile(arguments));
      // It calls the three above.
      case "send" -> InvocationHandler.invokeDefault(proxy, method, arguments);
      default -> delegated(proxy, method, arguments);
    };
  }

  private Object delegated(Object proxy, Method method, Object[] arguments) throws Throwable {
    try {
      Object result = method.invoke(response, arguments);
      return result == response ? proxy : result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /**
   * Tells the handler that is the last argument, if any; what returns nothing ignores the result.
   */
  @SuppressWarnings("unchecked")
  private static Object told(Object proxy, Object[] arguments, Future<Void> future) {
    int count = arguments == null ? 0 : arguments.length;
    if (count > 0 && arguments[count - 1] instanceof Handler<?> handler) {
      future.onComplete((Handler<AsyncResult<Void>>) handler);
      return proxy;
    }
    return future;
  }

  /** Content to be sent, given as buffer, or as text with or without its encoding. */
  private static Buffer content(Object[] arguments) {
    Object first = arguments == null || arguments.length == 0 ? null : arguments[0];
    if (first instanceof Buffer buffer) {
      return buffer;
    }
    if (first instanceof String text) {
      return arguments.length > 1 && arguments[1] instanceof String encoding
          ? Buffer.buffer(text, encoding)
          : Buffer.buffer(text);
    }
    return Buffer.buffer();
  }

  private Future<Void> end(Buffer body) {
    if (ended) {
      throw new IllegalStateException("The response has ended");
    }
    ResponseLimiter.Reservation reservation = limiter.reserve(body.length());
    boolean refused = !reservation.granted() && !response.headWritten();
    Buffer answer = refused ? problem(body.length()) : body;
    return reservation.use(() -> send(answer)).onComplete(sent);
  }

  private Future<Void> send(Buffer answer) {
    if (answer.length() <= PART || request.method().equals(HttpMethod.HEAD)) {
      return watched(response.end(answer));
    }
    ended = true;
    if (!response.headWritten() && !response.isChunked()) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(answer.length()));
    }
    return sendFrom(answer, 0);
  }

  private Future<Void> sendFrom(Buffer answer, int from) {
    int to = from + PART;
    return to < answer.length()
        ? watched(response.write(answer.slice(from, to))).compose(next -> sendFrom(answer, to))
        : watched(response.end(answer.slice(from, answer.length())));
  }

  private Buffer problem(int size) {
    Problem problem =
        size > limiter.max() ? HttpProblems.answerTooLarge(size) : HttpProblems.noRoomForAnswer();
    response.headers().remove(HttpHeaders.CONTENT_LENGTH);
    ProblemResponse.describe(response, problem);
    return Buffer.buffer(problem.json(request.path()));
  }

  private Future<Void> sendFile(Object[] arguments) {
    long offset = arguments.length > 1 && arguments[1] instanceof Long from ? from : 0;
    long length =
        arguments.length > 2 && arguments[2] instanceof Long bytes ? bytes : Long.MAX_VALUE;
    return watched(response.sendFile((String) arguments[0], offset, length)).onComplete(sent);
  }

  private Future<Void> watched(Future<Void> sending) {
    return limiter.watched(request.connection(), sending);
  }
}
