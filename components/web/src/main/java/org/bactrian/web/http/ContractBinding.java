package org.bactrian.web.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.swagger.v3.oas.models.OpenAPI;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumerAware;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.apache.camel.component.rest.openapi.DefaultRestOpenapiProcessorStrategy;
import org.apache.camel.component.rest.openapi.RestOpenapiProcessorStrategy;
import org.apache.camel.support.processor.RestBindingAdvice;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.web.contract.Contracts;
import org.bactrian.web.contract.Operation;
import org.bactrian.web.contract.Operation.Body;
import org.bactrian.web.contract.Parameter;
import org.bactrian.web.contract.RequestValidation;
import org.bactrian.web.contract.RequestValidator;
import org.bactrian.web.operation.OperationsComponent;
import org.bactrian.web.problem.ExceptionStatusMapper;
import org.bactrian.web.problem.ExchangeProblems;
import org.bactrian.web.problem.Problem;
import org.bactrian.web.problem.Violation;

/**
 * Binds requests to the routes of their operations: the request is validated by a validator that
 * was made once, the route gets parameters and body as the contract spells them, and the result
 * becomes JSON or a problem.
 */
public final class ContractBinding implements RestOpenapiProcessorStrategy {

  /** Header with the name of the caller. */
  public static final String CALLER = "BactrianCaller";

  /** Maximum number of responses that are streamed at once. */
  private static final int STREAMS = 64;

  private static final String TAKEN = "BactrianTaken";

  /** Headers that say what query parameters say, as clients of OPC Twin send them. */
  private static final Map<String, String> HEADERS_OF_PARAMETERS =
      Map.of("continuationToken", "x-ms-continuation", "pageSize", "x-ms-max-item-count");

  private final OperationsComponent operations;
  private final Contracts contracts;
  private final boolean validation;
  private final ExecutorService streams;
  private final DefaultRestOpenapiProcessorStrategy routes =
      new DefaultRestOpenapiProcessorStrategy();

  ContractBinding(
      CamelContext context,
      OperationsComponent operations,
      Contracts contracts,
      boolean validation) {
    this.operations = operations;
    routes.setCamelContext(context);
    routes.setMissingOperation("ignore");
    ServiceHelper.startService(routes);
    this.contracts = contracts;
    this.validation = validation;
    this.streams =
        context
            .getExecutorServiceManager()
            .newThreadPool(
                this,
                "rest-streams",
                new ThreadPoolProfileBuilder("rest-streams")
                    .poolSize(0)
                    .maxPoolSize(STREAMS)
                    .maxQueueSize(0)
                    .rejectedPolicy(ThreadPoolRejectedPolicy.Abort)
                    .build());
  }

  @Override
  public boolean process(
      OpenAPI document,
      io.swagger.v3.oas.models.Operation operation,
      String verb,
      String path,
      RestBindingAdvice binding,
      Exchange exchange,
      AsyncCallback callback) {
    // A REST route that was stopped and started again hands Camel each request once more.
    if (exchange.getProperty(TAKEN) != null) {
      callback.done(true);
      return true;
    }
    exchange.setProperty(TAKEN, true);
    String id = operation.getOperationId();
    RequestValidator validator = contracts.validator(id).orElse(null);
    if (validator == null || !hasRoute(id)) {
      ExchangeProblems.put(
          exchange,
          ExceptionStatusMapper.of(
              new OperationException(FaultKind.NOT_SUPPORTED, "No route carries out " + id + ".")));
      callback.done(true);
      return true;
    }
    Message message = exchange.getMessage();
    HttpServerResponse response = exchange.getMessage(HttpMessage.class).getResponse();
    Map<String, Object> received = new HashMap<>(message.getHeaders());
    try {
      List<Violation> violations = take(message, validator);
      if (!violations.isEmpty()) {
        ExchangeProblems.put(exchange, Problem.badRequest(violations));
        callback.done(true);
        return true;
      }
    } catch (RuntimeException e) {
      ExchangeProblems.put(exchange, ExceptionStatusMapper.of(e));
      callback.done(true);
      return true;
    }
    // Camel waits here for the end of the operation, and keeps a thread for it.
    AsyncHttpConsumer.Continuation continuation =
        ended ->
            routes.process(
                document,
                operation,
                verb,
                path,
                binding,
                exchange,
                synchronously ->
                    onThread(
                        exchange,
                        () -> {
                          answer(exchange, validator.operation(), received, response);
                          ended.done(synchronously);
                        }));
    exchange.setProperty(AsyncHttpConsumer.CONTINUATION, continuation);
    callback.done(true);
    return true;
  }

  /** Streams a response on a thread of its own, never on that of an OPC UA server's responses. */
  private void onThread(Exchange exchange, Runnable answer) {
    if (exchange.getException() == null
        && exchange.getMessage().getBody() instanceof Iterator<?> elements) {
      try {
        streams.execute(answer);
        return;
      } catch (RejectedExecutionException e) {
        JsonArrayStream.close(elements);
        exchange.setException(
            new OperationException(
                FaultKind.BUSY,
                STREAMS + " answers are being sent bit by bit already. Ask again later.",
                e));
      }
    }
    answer.run();
  }

  @Override
  public boolean processApiSpecification(
      String specificationUri, Exchange exchange, AsyncCallback callback) {
    return routes.processApiSpecification(specificationUri, exchange, callback);
  }

  /** Routes come and go while the role runs, so each request looks for its own. */
  @Override
  public void validateOpenApi(
      OpenAPI document, String basePath, PlatformHttpConsumerAware platformHttpConsumer) {}

  @Override
  public void setMissingOperation(String missingOperation) {}

  @Override
  public String getMissingOperation() {
    return routes.getMissingOperation();
  }

  @Override
  public void setMockIncludePattern(String mockIncludePattern) {}

  @Override
  public String getMockIncludePattern() {
    return "";
  }

  private boolean hasRoute(String operationId) {
    return operations.routeOf(operationId).isPresent();
  }

  /** Makes the message of a request what the route of the operation is to find. */
  private List<Violation> take(Message message, RequestValidator validator) {
    HEADERS_OF_PARAMETERS.forEach(
        (parameter, header) -> {
          Object value = message.getHeader(header);
          if (value != null && message.getHeader(parameter) == null) {
            message.setHeader(parameter, value);
          }
        });
    validator.operation().parameters().stream()
        .filter(parameter -> parameter.place() == Parameter.Place.PATH)
        .forEach(parameter -> decode(message, parameter.name()));
    if (!validation) {
      return List.of();
    }
    RequestValidation checked =
        validator.check(name -> values(message.getHeader(name)), bytes(message));
    if (checked instanceof RequestValidation.Invalid unsound) {
      return unsound.violations();
    }
    RequestValidation.Valid sound = (RequestValidation.Valid) checked;
    sound.parameters().forEach(message::setHeader);
    message.setBody(body(sound.body(), validator.operation()));
    return List.of();
  }

  /** Camel takes the parameters out of the path and leaves them as they were sent. */
  private static void decode(Message message, String name) {
    String sent = message.getHeader(name, "", String.class);
    if (sent.indexOf('%') >= 0) {
      try {
        // In a path, other than in a form, a plus is a plus.
        String text = URLDecoder.decode(sent.replace("+", "%2B"), StandardCharsets.UTF_8);
        message.setHeader(name, text);
      } catch (IllegalArgumentException e) {
        throw new OperationException(
            FaultKind.BAD_REQUEST, name + ": '" + sent + "' is not encoded as URLs are", e);
      }
    }
  }

  /** A filter that is left out of a GET, which not every client can send with a body, is empty. */
  private static JsonNode body(JsonNode sent, Operation operation) {
    if (!sent.isMissingNode()) {
      return sent;
    }
    boolean filter = operation.method().equals("GET") && operation.body() instanceof Body.Json;
    return filter ? JsonNodeFactory.instance.objectNode() : null;
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

  private static byte[] bytes(Message message) {
    Object body = message.getBody();
    if (body == null) {
      return new byte[0];
    }
    return body instanceof Buffer buffer ? buffer.getBytes() : message.getBody(byte[].class);
  }

  /** Turns the result of the route into the response of the operation. */
  private void answer(
      Exchange exchange,
      Operation operation,
      Map<String, Object> received,
      HttpServerResponse response) {
    if (exchange.getException() != null) {
      Problem problem = ExceptionStatusMapper.of(exchange.getException());
      exchange.setException(null);
      ExchangeProblems.put(exchange, problem);
      return;
    }
    Message message = exchange.getMessage();
    // Else Camel would echo the request's headers and parameters.
    message.getHeaders().entrySet().removeIf(header -> isReceived(header, received, operation));
    if (message.getHeader(Exchange.HTTP_RESPONSE_CODE) == null) {
      // Also without a body, where Camel would say 204.
      message.setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
    }
    if (Problem.MEDIA_TYPE.equals(message.getHeader(Exchange.CONTENT_TYPE))) {
      return;
    }
    if (!operation.answers() || message.getBody() == null) {
      message.setBody("");
      message.removeHeader(Exchange.CONTENT_TYPE);
      return;
    }
    message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    try {
      if (message.getBody() instanceof Iterator<?> elements) {
        new JsonArrayStream(elements, response).send();
        message.setBody("");
      } else {
        message.setBody(written(message.getBody()));
      }
    } catch (RuntimeException e) {
      ExchangeProblems.put(exchange, ExceptionStatusMapper.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ExchangeProblems.put(exchange, ExceptionStatusMapper.of(e));
    }
  }

  private static Object written(Object body) {
    if (body instanceof String || body instanceof byte[] || body instanceof InputStream) {
      return body;
    }
    return ByteBuffer.wrap(RegistryJson.bytes(body));
  }

  private static boolean isReceived(
      Map.Entry<String, Object> header, Map<String, Object> received, Operation operation) {
    String name = header.getKey();
    return !name.startsWith("Camel")
        && (header.getValue() == received.get(name)
            || operation.parameters().stream()
                .anyMatch(parameter -> parameter.name().equalsIgnoreCase(name)));
  }
}
