package org.bactrian.web.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.util.CollectionHelper;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.web.contract.Operation;
import org.bactrian.web.contract.Operation.Body;
import org.bactrian.web.contract.RequestValidation;
import org.bactrian.web.contract.RequestValidator;
import org.bactrian.web.header.InternalHeaders;
import org.bactrian.web.operation.OperationHeaders;
import org.bactrian.web.problem.Violation;
import org.jspecify.annotations.Nullable;

/** HTTP request for an operation, as the message that the operation's route gets. */
final class OperationRequest {

  private static final byte[] NOTHING = new byte[0];

  /** Headers that say what query parameters say, as clients of OPC Twin send them. */
  private static final Map<String, String> HEADERS_OF_PARAMETERS =
      Map.of("continuationToken", "x-ms-continuation", "pageSize", "x-ms-max-item-count");

  private final RoutingContext context;
  private final Operation operation;

  /** Headers that were received, so that the response does not echo it. */
  private final Map<String, Object> received = new HashMap<>();

  OperationRequest(RoutingContext context, Operation operation) {
    this.context = context;
    this.operation = operation;
  }

  /**
   * Fills a message with headers, parameters and the body as it was sent, none of which can be an
   * internal header, and with the name of the caller. A token in the query of a stream stays out,
   * so that no route logs it.
   *
   * @throws OperationException when a parameter of the path cannot be decoded
   */
  void fill(Message message) {
    HttpServerRequest request = context.request();
    Map<String, Object> headers = message.getHeaders();
    addAll(request.headers(), headers);
    addAll(context.queryParams(), headers);
    if (operation.stream()) {
      headers.remove(AuthorizationHandler.TOKEN_PARAMETER);
    }
    HEADERS_OF_PARAMETERS.forEach(
        (parameter, header) -> {
          Object value = message.getHeader(header);
          if (value != null && message.getHeader(parameter) == null) {
            message.setHeader(parameter, value);
          }
        });
    addPathParameters(headers);
    received.putAll(headers);
    headers.put(Exchange.HTTP_METHOD, request.method().name());
    headers.put(Exchange.HTTP_PATH, context.normalizedPath());
    if (!operation.stream()) {
      headers.put(Exchange.HTTP_URL, request.absoluteURI());
      headers.put(Exchange.HTTP_URI, request.uri());
      headers.put(Exchange.HTTP_QUERY, request.query());
      headers.put(Exchange.HTTP_RAW_QUERY, request.query());
    }
    headers.put(OperationHeaders.CALLER, context.get(AuthorizationHandler.CALLER));
    headers.put(OperationHeaders.CALLER_ADDRESS, request.remoteAddress().hostAddress());
    message.setBody(bytes());
  }

  private static void addAll(MultiMap sent, Map<String, Object> headers) {
    for (Map.Entry<String, String> entry : sent) {
      if (!InternalHeaders.isInternal(entry.getKey())) {
        CollectionHelper.appendEntry(headers, entry.getKey(), entry.getValue());
      }
    }
  }

  private void addPathParameters(Map<String, Object> headers) {
    String[] names = operation.path().split("/");
    String[] values = context.normalizedPath().split("/");
    for (int i = 0; i < names.length; i++) {
      if (names[i].startsWith("{")) {
        String name = names[i].substring(1, names[i].length() - 1);
        headers.put(name, decoded(name, values[i]));
      }
    }
  }

  private static String decoded(String name, String sent) {
    if (sent.indexOf('%') < 0) {
      return sent;
    }
    try {
      // In a path, other than in a form, a plus is a plus.
      return URLDecoder.decode(sent.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new OperationException(
          FaultKind.BAD_REQUEST, name + ": '" + sent + "' is not encoded as URLs are", e);
    }
  }

  private byte[] bytes() {
    Buffer body = context.get(IncomingBody.KEY);
    return body == null ? NOTHING : body.getBytes();
  }

  /**
   * Holds the request to its contract, and puts parameters and body into the contract's spelling.
   *
   * @return what is wrong with the request, none when it is valid
   */
  List<Violation> validate(Message message, RequestValidator validator) {
    RequestValidation found =
        validator.check(name -> values(message.getHeader(name)), message.getBody(byte[].class));
    if (found instanceof RequestValidation.Invalid invalid) {
      return invalid.violations();
    }
    RequestValidation.Valid valid = (RequestValidation.Valid) found;
    valid.parameters().forEach(message::setHeader);
    if (!(operation.body() instanceof Body.Bytes)) {
      message.setBody(body(valid.body()));
    }
    return List.of();
  }

  private static List<String> values(Object header) {
    if (header == null) {
      return List.of();
    }
    if (header instanceof List<?> several) {
      return several.stream().map(String::valueOf).toList();
    }
    return List.of(header.toString());
  }

  /** A filter that is left out of a GET, which not every client can send with a body, is empty. */
  private @Nullable JsonNode body(JsonNode sent) {
    if (!sent.isMissingNode()) {
      return sent;
    }
    boolean filter = operation.method().equals("GET") && operation.body() instanceof Body.Json;
    return filter ? JsonNodeFactory.instance.objectNode() : null;
  }

  /** Returns true for a header or parameter of the request that the route has left as it was. */
  boolean isReceived(String name, Object value) {
    return value == received.get(name)
        || operation.parameters().stream()
            .anyMatch(parameter -> parameter.name().equalsIgnoreCase(name));
  }
}
