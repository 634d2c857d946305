package org.bactrian.iothub.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.iothub.rest.HubFaultCondition.hubFault;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.bactrian.iothub.TestCamel;
import org.bactrian.iothub.TestHub;
import org.bactrian.iothub.rest.HubServiceException;
import org.bactrian.iothub.service.IotHubConstants;
import org.bactrian.model.fault.FaultKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MethodTest {

  private final CountDownLatch slow = new CountDownLatch(1);
  @TempDir private Path folder;
  private TestHub hub;
  private TestCamel camel;

  @BeforeEach
  void start() throws Exception {
    hub = TestHub.in(folder);
    camel = TestCamel.of(hub, hub.module("edge", "opc")).with(new Methods()).start();
    // Connected is not yet subscribed to methods.
    await().until(() -> call("Echo_V2", "1").getException() == null);
  }

  @AfterEach
  void stop() {
    slow.countDown();
    camel.close();
    hub.close();
  }

  private final class Methods extends RouteBuilder {
    @Override
    public void configure() {
      from("iothub-module:method/Echo_V2").setBody(simple("{\"got\":${body}}"));
      from("iothub-module:method/Fail")
          .throwException(new IllegalArgumentException("No node \"x\"."));
      from("iothub-module:method/Own")
          .process(
              exchange -> {
                throw new MethodStatusException(
                    409, "{\"title\":\"taken\"}".getBytes(StandardCharsets.UTF_8), "taken");
              });
      from("iothub-module:method/Status")
          .setHeader(IotHubModuleConstants.METHOD_STATUS, constant(202))
          .process(exchange -> exchange.getMessage().setBody(Map.of("n", 1.0)));
      from("iothub-module:method/NoStatus")
          .setHeader(IotHubModuleConstants.METHOD_STATUS, constant("fine"));
      from("iothub-module:method/Void").setBody(constant((Object) null));
      from("iothub-module:method/Text").setBody(constant("not json"));
      from("iothub-module:method/Huge")
          .process(e -> e.getMessage().setBody("\"" + "x".repeat(140_000) + "\""));
      from("iothub-module:method/Slow")
          .process(exchange -> slow.await(20, TimeUnit.SECONDS))
          .setBody(constant("\"done\""));
    }
  }

  @Test
  void thePayloadGoesInAndTheBodyComesBackAsItWasWritten() {
    Exchange answer = call("Echo_V2", "{\"a\":[1.0,12345678901234567890,null],\"b\":\"ü<\"}");

    assertThat(answer.getException()).isNull();
    assertThat(answer.getMessage().getHeader(IotHubConstants.METHOD_STATUS)).isEqualTo(200);
    assertThat(answer.getMessage().getBody(String.class))
        .isEqualTo("{\"got\":{\"a\":[1.0,12345678901234567890,null],\"b\":\"ü<\"}}");
  }

  @Test
  void aRouteChoosesTheStatusAndMayAnswerWithAnObject() {
    Exchange answer = call("Status", "{}");

    assertThat(answer.getMessage().getHeader(IotHubConstants.METHOD_STATUS)).isEqualTo(202);
    assertThat(answer.getMessage().getBody(String.class)).isEqualTo("{\"n\":1.0}");
  }

  @Test
  void aRouteMayAnswerWithNothing() {
    Exchange answer = call("Void", "{}");

    assertThat(answer.getMessage().getHeader(IotHubConstants.METHOD_STATUS)).isEqualTo(200);
    assertThat(answer.getMessage().getBody()).isNull();
  }

  @Test
  void anExceptionBecomesAStatusAndABodyThatSaysIt() {
    Exchange answer = call("Fail", "{}");

    assertThat(answer.getMessage().getHeader(IotHubConstants.METHOD_STATUS)).isEqualTo(400);
    assertThat(answer.getMessage().getBody(String.class))
        .contains("\"status\":400", "\"Message\":\"No node \\\"x\\\".\"");
  }

  @Test
  void anExceptionMayCarryStatusAndBody() {
    Exchange answer = call("Own", "{}");

    assertThat(answer.getMessage().getHeader(IotHubConstants.METHOD_STATUS)).isEqualTo(409);
    assertThat(answer.getMessage().getBody(String.class)).isEqualTo("{\"title\":\"taken\"}");
  }

  @Test
  void aMethodWithoutARouteIsNotImplemented() {
    Exchange answer = call("Unknown_V1", "{}");

    assertThat(answer.getMessage().getHeader(IotHubConstants.METHOD_STATUS)).isEqualTo(501);
    assertThat(answer.getMessage().getBody(String.class)).contains("There is no method Unknown_V1");
  }

  @Test
  void anAnswerThatIsNoJsonOrTooLargeIsAnErrorOfTheRoute() {
    assertThat(call("Text", "{}").getMessage().getHeader(IotHubConstants.METHOD_STATUS))
        .isEqualTo(500);
    assertThat(call("Huge", "{}").getMessage().getHeader(IotHubConstants.METHOD_STATUS))
        .isEqualTo(413);
  }

  @Test
  void aStatusThatIsNoNumberIsAnErrorOfTheRoute() {
    Exchange answer = call("NoStatus", "{}");

    assertThat(answer.getMessage().getHeader(IotHubConstants.METHOD_STATUS)).isEqualTo(500);
    assertThat(answer.getMessage().getBody(String.class))
        .contains("failed. The log of the edge says why.");
  }

  @Test
  void aSlowMethodDoesNotHoldUpOthers() throws Exception {
    Future<Exchange> waiting =
        camel.to("iothub:method/Slow?deviceId=edge&moduleId=opc").withBody("{}").asyncSend();

    Exchange other = call("Echo_V2", "1");
    slow.countDown();

    assertThat(other.getMessage().getBody(String.class)).isEqualTo("{\"got\":1}");
    assertThat(waiting.get().getMessage().getBody(String.class)).isEqualTo("\"done\"");
  }

  @Test
  void aCatchAllTakesWhatHasNoRouteOfItsOwn() throws Exception {
    camel.with(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("iothub-module:method/*")
                .setBody(simple("\"${header." + IotHubModuleConstants.METHOD_NAME + "}\""));
          }
        });

    assertThat(call("Anything", "{}").getMessage().getBody(String.class)).isEqualTo("\"Anything\"");
    assertThat(call("Echo_V2", "1").getMessage().getBody(String.class)).isEqualTo("{\"got\":1}");
  }

  @Test
  void methodsWorkAgainAfterTheHubWasRestarted() {
    hub.kill();
    await().until(() -> !camel.module().links().get(0).connected());
    hub.startAgain();

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(call("Echo_V2", "1").getMessage().getBody(String.class))
                    .isEqualTo("{\"got\":1}"));
  }

  @Test
  void aModuleThatIsNotConnectedIsOfflineForTheCaller() throws Exception {
    hub.module("edge", "asleep");

    Exchange answer =
        camel.to("iothub:method/Echo?deviceId=edge&moduleId=asleep").withBody("{}").send();

    assertThat(answer.getException())
        .is(hubFault(FaultKind.MODULE_OFFLINE))
        .hasMessageContaining("method Echo of module asleep of device edge: not connected");
    assertThat(((HubServiceException) answer.getException()).code()).isEqualTo(404103);
  }

  @Test
  void aMethodThatTakesTooLongTimesOutForTheCaller() {
    Exchange answer =
        camel
            .to("iothub:method/Slow?deviceId=edge&moduleId=opc&responseTimeout=5s")
            .withBody("{}")
            .send();

    assertThat(answer.getException()).is(hubFault(FaultKind.TIMEOUT));
    assertThat(((HubServiceException) answer.getException()).status()).isEqualTo(504);
  }

  private Exchange call(String method, String payload) {
    return camel
        .to("iothub:method/" + method + "?fromHeaders=true")
        .withHeader(IotHubConstants.DEVICE_ID, "edge")
        .withHeader(IotHubConstants.MODULE_ID, "opc")
        .withBody(payload)
        .send();
  }
}
