package org.bactrian.edge.module;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.bactrian.edge.http.HttpApi;
import org.bactrian.iothub.module.IotHubModuleConstants;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.method.ChunkedCall;
import org.bactrian.model.method.MethodRequest;
import org.bactrian.model.method.MethodResult;
import org.bactrian.model.setting.AdmissionLimit;
import org.bactrian.web.operation.OperationsComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleMethodDispatcherTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final DefaultCamelContext context = new DefaultCamelContext();
  private RuntimeException failure = new IllegalStateException("inner matter");

  @BeforeEach
  void start() throws Exception {
    OperationsComponent.installIn(context, HttpApi.CONTRACTS);
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:methods").process(new ModuleMethodDispatcher(AdmissionLimit::usual));
            from("direct:Echo").routeId("Echo").log("called");
            from("direct:Nothing").routeId("Nothing").setBody(e -> null);
            from("direct:Answer").routeId("Answer").setBody(e -> Map.of("a", List.of(1, 2)));
            from("direct:Endless").routeId("Endless").setBody(e -> new Endless());
            from("direct:Text").routeId("Text").setBody(e -> "no JSON at all");
            from("direct:Fail")
                .routeId("Fail")
                .process(
                    e -> {
                      throw failure;
                    });
            from("direct:Hung")
                .routeId("Hung")
                .process(
                    new AsyncProcessorSupport() {
                      @Override
                      public boolean process(Exchange exchange, AsyncCallback never) {
                        return false;
                      }
                    });
            from("direct:inner").routeId("internal").setBody(e -> "\"secret\"");
          }
        });
    context.getShutdownStrategy().setTimeout(1); // one route hangs for ever
    context.start();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void aMethodWhoseRouteIsNotLoadedYetIsToBeCalledAgain() {
    AtomicBoolean loaded = new AtomicBoolean();
    context.getRegistry().bind(ModuleMethodDispatcher.ROUTES_LOADED, (BooleanSupplier) loaded::get);

    assertThat(status(call("Later", "{}"))).isEqualTo(503);
    assertThat(status(call("Echo", "{}"))).isEqualTo(200);
    loaded.set(true);
    assertThat(status(call("Later", "{}"))).isEqualTo(501);
  }

  @Test
  void aMethodThatMeetsTheReplacementOfItsRouteIsToBeCalledAgain() {
    failure = new RejectedExecutionException();

    Exchange answer = call("Fail", "{}");

    assertThat(status(answer)).isEqualTo(503);
    assertThat(body(answer)).contains("What carries the request out is being replaced. Ask again.");
  }

  @Test
  void aMethodIsAnsweredWithinTheTimeOfRequestsThoughItsRouteHangs() {
    context.getPropertiesComponent().addInitialProperty("bactrian.request.timeout", "50ms");

    assertThat(status(call("Hung", "{}"))).isEqualTo(408);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Echo", "Echo_V1", "Echo_V2", "echo_v2", "ECHO"})
  void aMethodIsReachedByItsNameWithAndWithoutAVersion(String name) {
    Exchange answer = call(name, "{\"a\":1}");

    assertThat(status(answer)).isEqualTo(200);
    assertThat(body(answer)).isEqualTo("{\"a\":1}");
  }

  @Test
  void whatIsNoJsonYetBecomesJsonAndNothingStaysNothing() {
    assertThat(body(call("Answer", "{}"))).isEqualTo("{\"a\":[1,2]}");
    assertThat(body(call("Nothing", "{}"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"inner", "internal", "methods", "Missing_V2"})
  void onlyRoutesThatCarryTheNameOfAnOperationCanBeCalled(String name) throws Exception {
    Exchange answer = call(name, "{}");

    assertThat(status(answer)).isEqualTo(501);
    assertThat(JSON.readTree(body(answer)).path("Message").asText()).isNotBlank();
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new OperationException(FaultKind.BAD_REQUEST, "wrong"), 400),
        Arguments.of(new OperationException(FaultKind.INVALID_STATE, "inactive"), 403),
        Arguments.of(new OperationException(FaultKind.NOT_FOUND, "gone"), 404),
        Arguments.of(new OperationException(FaultKind.BUSY, "busy"), 429),
        Arguments.of(
            new OperationException(FaultKind.BUSY, "full", new RejectedExecutionException()), 429),
        Arguments.of(new OperationException(FaultKind.COMMUNICATION, "no server"), 502),
        Arguments.of(new OperationException(FaultKind.MODULE_OFFLINE, "offline"), 503),
        Arguments.of(OperationException.refusedByModule(418, "tea", "pot"), 418),
        Arguments.of(new IllegalArgumentException("wrong"), 400),
        Arguments.of(new UnsupportedOperationException("never"), 501));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureHasTheStatusOfItsKindAndSaysWhy(RuntimeException thrown, int status)
      throws Exception {
    failure = thrown;

    Exchange answer = call("Fail", "{}");

    assertThat(status(answer)).isEqualTo(status);
    JsonNode body = JSON.readTree(body(answer));
    assertThat(body.path("Message").asText()).isEqualTo(thrown.getMessage());
    assertThat(body.path("title").asText()).isNotBlank();
    assertThat(body.path("status").asInt()).isEqualTo(status);
    assertThat(body.path("detail").asText()).startsWith(thrown.getMessage());
  }

  @Test
  void aFailureThatNobodyExpectedTellsTheCallerNothingOfTheInside() {
    Exchange answer = call("Fail", "{}");

    assertThat(status(answer)).isEqualTo(500);
    assertThat(body(answer)).contains("Fail").doesNotContain("inner matter");
    assertThat(status(call("Text", "{}"))).isEqualTo(500);
  }

  @Test
  void aMethodWithoutANameIsABadRequest() {
    Exchange answer = call("", "{}");

    assertThat(status(answer)).isEqualTo(400);
    assertThat(body(answer)).contains("A method has a name.");
  }

  @Test
  void anAnswerThatCannotBeWrittenIsAFailureOfTheMethod() {
    assertThat(status(call("Endless", "{}"))).isEqualTo(500);
    assertThat(callInParts("Endless", "{}".getBytes(UTF_8)).status()).isEqualTo(500);
  }

  /** Whoever writes this never comes to an end. */
  public static final class Endless {
    public Object getDepth() {
      throw new StackOverflowError();
    }
  }

  @Test
  void fiveMegabytesGoThroughARouteInParts() throws Exception {
    byte[] bytes = new byte[4 << 20];
    new Random(3).nextBytes(bytes);
    byte[] payload = JSON.writeValueAsBytes(Map.of("data", bytes));

    MethodResult result = callInParts("Echo_V2", payload);

    assertThat(payload.length).isGreaterThan(5 << 20);
    assertThat(result.bodyOrThrow()).isEqualTo(payload);
  }

  @Test
  void aFailureInPartsArrivesAsItDoesWhole() {
    failure = new OperationException(FaultKind.NOT_FOUND, "gone");

    MethodResult result = callInParts("Fail", "{}".getBytes(UTF_8));

    assertThat(result.status()).isEqualTo(404);
    assertThat(new String(result.body(), UTF_8)).contains("gone");
  }

  @Test
  void aPartThatBelongsToNoCallIsAnsweredWith408() throws Exception {
    Exchange answer = call("$call", "{\"handle\":\"77\"}");

    assertThat(status(answer)).isEqualTo(408);
    JsonNode body = JSON.readTree(body(answer));
    assertThat(body.path("Message").asText()).contains("77");
  }

  private MethodResult callInParts(String method, byte[] payload) {
    ChunkedCall call = ChunkedCall.of(MethodRequest.json(method, payload), Duration.ofSeconds(10));
    for (Optional<byte[]> part = call.next(); part.isPresent(); part = call.next()) {
      Exchange answer = call(ChunkedCall.METHOD, new String(part.get(), UTF_8));
      assertThat(status(answer)).isEqualTo(200);
      call.answered(answer.getMessage().getBody(byte[].class));
    }
    return call.result();
  }

  private Exchange call(String name, String payload) {
    return context
        .createFluentProducerTemplate()
        .to("direct:methods")
        .withHeader(IotHubModuleConstants.METHOD_NAME, name)
        .withBody(payload)
        .send();
  }

  private static int status(Exchange answer) {
    return answer.getMessage().getHeader(IotHubModuleConstants.METHOD_STATUS, Integer.class);
  }

  private static String body(Exchange answer) {
    return answer.getMessage().getBody(String.class);
  }
}
