package org.bactrian.iothub.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.iothub.rest.HubFaultCondition.hubFault;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.bactrian.iothub.TestCamel;
import org.bactrian.iothub.TestHub;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.method.ChunkedMethodServer;
import org.bactrian.model.method.MethodRequest;
import org.bactrian.model.method.MethodResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunkedMethodTest {

  @TempDir private Path folder;
  private final CountDownLatch silence = new CountDownLatch(1);
  private final CountDownLatch arrived = new CountDownLatch(1);
  private final ChunkedMethodServer parts = ChunkedMethodServer.of(100);
  private TestHub hub;
  private TestCamel camel;

  @BeforeEach
  void start() throws Exception {
    hub = TestHub.in(folder);
    camel = TestCamel.of(hub, hub.module("edge", "opc")).with(new Module()).start();
    // Connected is not yet subscribed to methods.
    await().until(() -> call("Echo_V2", "1", Duration.ofSeconds(60)).getException() == null);
  }

  @AfterEach
  void stop() {
    silence.countDown();
    camel.close();
    hub.close();
  }

  private final class Module extends RouteBuilder {
    @Override
    public void configure() {
      from("iothub-module:method/$call")
          .process(
              exchange ->
                  exchange
                      .getMessage()
                      .setBody(
                          parts
                              .answer(
                                  exchange.getIn().getBody(byte[].class),
                                  request -> CompletableFuture.completedFuture(perform(request)))
                              .join()));
    }
  }

  private MethodResult perform(MethodRequest request) {
    return switch (request.method()) {
      case "Echo_V2" -> MethodResult.ok(request.payload());
      case "Refuse_V2" ->
          new MethodResult(403, "{\"Message\":\"no\"}".getBytes(StandardCharsets.UTF_8));
      case "Silent_V2" -> {
        hold();
        yield MethodResult.ok(new byte[0]);
      }
      default -> MethodResult.ok(new byte[0]);
    };
  }

  private void hold() {
    arrived.countDown();
    try {
      silence.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aRequestAndAnAnswerOfFiveMegabytesPass() {
    byte[] noise = new byte[5 << 20];
    new Random(1).nextBytes(noise);
    String json = "\"" + Base64.getEncoder().encodeToString(noise) + "\"";

    Exchange answer = call("Echo_V2", json, Duration.ofSeconds(60));

    assertThat(answer.getException()).isNull();
    assertThat(answer.getMessage().getHeader(IotHubConstants.METHOD_STATUS)).isEqualTo(200);
    assertThat(answer.getMessage().getBody(byte[].class))
        .isEqualTo(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theStatusIsThatOfTheMethodAndNotThatOfItsParts() {
    Exchange answer = call("Refuse_V2", "{}", Duration.ofSeconds(30));

    assertThat(answer.getMessage().getHeader(IotHubConstants.METHOD_STATUS)).isEqualTo(403);
    assertThat(answer.getMessage().getBody(String.class)).isEqualTo("{\"Message\":\"no\"}");
  }

  @Test
  void aMethodWithoutAnAnswerLeavesNoBody() {
    Exchange answer = call("Nothing_V2", null, Duration.ofSeconds(30));

    assertThat(answer.getException()).isNull();
    assertThat(answer.getMessage().getBody()).isNull();
  }

  @Test
  void theTimeLimitHoldsForTheWholeCallEvenBelowWhatTheHubTakes() {
    long begin = System.nanoTime();

    Exchange answer = call("Silent_V2", "{}", Duration.ofMillis(1_500));

    assertThat(answer.getException())
        .is(hubFault(FaultKind.TIMEOUT))
        .hasMessageContaining("no answer within");
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(Duration.ofMillis(1_400), Duration.ofSeconds(5));
  }

  @Test
  void aHubThatGoesAwayInTheMiddleOfACallLeavesOpenWhetherItWasCarriedOut() throws Exception {
    CompletableFuture<Exchange> answer =
        CompletableFuture.supplyAsync(() -> call("Silent_V2", "{}", Duration.ofSeconds(60)));
    assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();

    hub.kill();

    assertThat(answer.get(60, TimeUnit.SECONDS).getException())
        .is(hubFault(FaultKind.COMMUNICATION))
        .hasMessageContaining("may be done");
  }

  @Test
  void aModuleThatIsNotConnectedIsOfflineForTheCaller() {
    hub.module("edge", "asleep");

    Exchange answer =
        camel
            .to("iothub:method/Echo_V2?chunked=true&deviceId=edge&moduleId=asleep")
            .withBody("{}")
            .send();

    assertThat(answer.getException()).is(hubFault(FaultKind.MODULE_OFFLINE));
  }

  private Exchange call(String method, String payload, Duration limit) {
    return camel
        .to("iothub:method/" + method + "?chunked=true&fromHeaders=true&deviceId=edge&moduleId=opc")
        .withHeader(IotHubConstants.RESPONSE_TIMEOUT, limit)
        .withBody(payload)
        .send();
  }
}
