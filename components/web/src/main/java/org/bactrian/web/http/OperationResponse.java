package org.bactrian.web.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.web.contract.Operation;
import org.bactrian.web.header.InternalHeaders;
import org.bactrian.web.problem.ExchangeProblems;
import org.bactrian.web.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP response of an operation, made of the message that its route has left. */
final class OperationResponse {

  private static final Logger LOG = LoggerFactory.getLogger(OperationResponse.class);
  private static final int PART = 64 * 1024;

  /** Headers that the server sets itself, and those of a trace, which are for the next receiver. */
  private static final Set<String> OF_SERVER =
      Set.of(
          "connection",
          "content-length",
          "date",
          "host",
          "server",
          "traceparent",
          "tracestate",
          "transfer-encoding");

  private final HttpServerResponse response;
  private final Operation operation;
  private final Message message;

  OperationResponse(HttpServerResponse response, Operation operation, Message message) {
    this.response = response;
    this.operation = operation;
    this.message = message;
  }

  /** Returns true for a body that is streamed. */
  static boolean isStream(Message message) {
    Object body = message.getBody();
    return body instanceof Iterator<?> || (body instanceof InputStream && !isInMemory(body));
  }

  private static boolean isInMemory(Object body) {
    return body instanceof StreamCache cache && cache.inMemory();
  }

  /**
   * Makes the response of the message, or of a problem where it has no memory.
   *
   * @param memory where memory for it is reserved
   * @return sends it; to be run on the event loop of the request
   * @throws RuntimeException when the body cannot be written
   */
  Runnable prepare(OperationRequest request, ResponseByteBudget memory) {
    Buffer whole = body();
    Optional<Problem> refused = memory.reserve(whole.length());
    refused.ifPresent(problem -> ExchangeProblems.put(message.getExchange(), problem));
    Buffer body = refused.isPresent() ? body() : whole;
    return () -> {
      if (response.ended() || response.closed()) {
        return;
      }
      putHead(request);
      response
          .end(body)
          .onFailure(gone -> LOG.debug("The caller is gone before its answer ended", gone));
    };
  }

  /**
   * Streams a body, on the thread that calls.
   *
   * @throws RuntimeException when there is nothing to send; nothing was sent then
   */
  void stream(OperationRequest request) {
    try {
      if (message.getBody() instanceof Iterator<?> elements) {
        new JsonArrayStream(elements, response).send();
      } else {
        putHead(request);
        sendBytes((InputStream) message.getBody());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      response.reset();
    }
  }

  private void sendBytes(InputStream bytes) throws InterruptedException {
    try (bytes) {
      response.setChunked(true);
      for (byte[] part = bytes.readNBytes(PART);
          part.length > 0 && !response.closed();
          part = bytes.readNBytes(PART)) {
        JsonArrayStream.await(response.write(Buffer.buffer(part)));
      }
      if (!response.closed()) {
        JsonArrayStream.await(response.end());
      }
    } catch (IOException e) {
      LOG.warn("An answer broke off", e);
      response.reset();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("The caller takes nothing of its answer any more", e);
      response.reset();
    }
  }

  private void putHead(OperationRequest request) {
    response.setStatusCode(message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class));
    for (Map.Entry<String, Object> header : message.getHeaders().entrySet()) {
      String name = header.getKey();
      if (!InternalHeaders.isInternal(name)
          && !OF_SERVER.contains(name.toLowerCase(Locale.ROOT))
          && !name.equalsIgnoreCase(Exchange.CONTENT_TYPE)
          && header.getValue() != null
          && !request.isReceived(name, header.getValue())) {
        put(name, header.getValue());
      }
    }
    if (isProblem()) {
      response.putHeader(Exchange.CONTENT_TYPE, Problem.MEDIA_TYPE);
    } else if (hasBody()) {
      response.putHeader(Exchange.CONTENT_TYPE, operation.answerType());
    }
  }

  private void put(String name, Object value) {
    if (value instanceof Collection<?> several) {
      List<String> texts = several.stream().map(String::valueOf).toList();
      response.putHeader(name, texts);
    } else {
      response.putHeader(name, value.toString());
    }
  }

  private boolean isProblem() {
    return Problem.MEDIA_TYPE.equals(message.getHeader(Exchange.CONTENT_TYPE));
  }

  private boolean hasBody() {
    return operation.answers() && message.getBody() != null;
  }

  private Buffer body() {
    Object body = message.getBody();
    if (!isProblem() && !hasBody()) {
      return Buffer.buffer();
    }
    if (body instanceof String text) {
      return Buffer.buffer(text.getBytes(StandardCharsets.UTF_8));
    }
    if (body instanceof byte[] || body instanceof InputStream) {
      return Buffer.buffer(message.getBody(byte[].class));
    }
    return Buffer.buffer(RegistryJson.bytes(body));
  }
}
