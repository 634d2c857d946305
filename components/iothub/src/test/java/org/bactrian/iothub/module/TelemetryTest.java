package org.bactrian.iothub.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.bactrian.iothub.TestCamel;
import org.bactrian.iothub.TestHub;
import org.bactrian.iothub.link.DeviceToCloudMessage;
import org.bactrian.iothub.link.MessageRejectedException;
import org.bactrian.localazure.hub.telemetry.DeviceMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelemetryTest {

  @TempDir private Path folder;
  private TestHub hub;

  @BeforeEach
  void startHub() {
    hub = TestHub.in(folder);
  }

  @AfterEach
  void stopHub() {
    hub.close();
  }

  @Test
  void noHeaderChangesTheMessageOfAnEndpointThatTakesNothingFromHeaders() {
    try (TestCamel camel = TestCamel.of(hub, hub.module("edge", "opc")).start()) {
      camel
          .to("iothub-module:telemetry")
          .withBody("1")
          .withHeader(IotHubModuleConstants.CONTENT_TYPE, "text/html")
          .withHeader(IotHubModuleConstants.PROPERTIES, Map.of("iothub-message-schema", "forged"))
          .send();

      DeviceMessage message = hub.received().get(0);
      assertThat(message.system()).containsEntry("content-type", "application/json");
      assertThat(message.application()).doesNotContainKey("iothub-message-schema");
    }
  }

  @Test
  void anExchangeIsDoneWhenTheHubHasTheMessageWithItsProperties() {
    try (TestCamel camel = TestCamel.of(hub, hub.module("edge", "opc")).start()) {
      camel
          .to("iothub-module:telemetry?fromHeaders=true")
          .withBody("{\"v\":1}".getBytes(StandardCharsets.UTF_8))
          .withHeader(IotHubModuleConstants.MESSAGE_ID, "m-1")
          .withHeader(IotHubModuleConstants.CONTENT_TYPE, "application/x-network-message")
          .withHeader(
              IotHubModuleConstants.PROPERTIES,
              Map.of("$$ContentType", "a b&c", "iothub-message-schema", "ü/1"))
          .send();

      assertThat(hub.received()).hasSize(1);
      DeviceMessage message = hub.received().get(0);
      assertThat(message.sender()).hasToString("edge/opc");
      assertThat(message.body()).asString().isEqualTo("{\"v\":1}");
      assertThat(message.system())
          .containsEntry("message-id", "m-1")
          .containsEntry("content-type", "application/x-network-message")
          .containsEntry("content-encoding", "utf-8");
      assertThat(message.application())
          .containsEntry("$$ContentType", "a b&c")
          .containsEntry("iothub-message-schema", "ü/1");
    }
  }

  @Test
  void aDeviceWithoutModulesSendsToo() {
    try (TestCamel camel = TestCamel.of(hub, hub.device("press")).start()) {
      camel.to("iothub-module:telemetry").withBody("1").send();

      assertThat(hub.received().get(0).sender()).hasToString("press");
    }
  }

  @Test
  void manyMessagesAtOnceAllArriveOnce() {
    try (TestCamel camel = TestCamel.of(hub, hub.module("edge", "opc")).start()) {
      ProducerTemplate template = camel.context().createProducerTemplate();
      List<CompletableFuture<Object>> sent =
          IntStream.range(0, 2_000)
              .mapToObj(
                  i ->
                      template.asyncRequestBody(
                          "iothub-module:telemetry?maxInFlightMessages=200", "" + i))
              .toList();

      assertThat(sent).allSatisfy(one -> assertThat(one).succeedsWithin(30, TimeUnit.SECONDS));
      assertThat(hub.bodies()).hasSize(2_000).doesNotHaveDuplicates();
    }
  }

  @Test
  void aMessageThatIsTooLargeFailsAloneAndSaysWhy() {
    try (TestCamel camel = TestCamel.of(hub, hub.module("edge", "opc")).start()) {
      Exchange large =
          camel
              .to("iothub-module:telemetry")
              .withBody(new byte[DeviceToCloudMessage.MAX_SIZE + 1])
              .send();
      Exchange empty = camel.to("iothub-module:telemetry").withBody(new byte[0]).send();
      camel.to("iothub-module:telemetry").withBody("fits").send();

      assertThat(large.getException())
          .isInstanceOf(MessageRejectedException.class)
          .hasMessageContaining("The message has 262")
          .hasMessageContaining("IoT Hub takes 262144. Add less to it in the route");
      assertThat(empty.getException())
          .isInstanceOf(MessageRejectedException.class)
          .hasMessageContaining("without a body");
      assertThat(hub.bodies()).containsExactly("fits");
    }
  }

  @Test
  void aMessageOfTheLargestSizeArrives() {
    try (TestCamel camel = TestCamel.of(hub, hub.module("edge", "opc")).start()) {
      byte[] body = new byte[DeviceToCloudMessage.MAX_SIZE - 200];

      Exchange sent = camel.to("iothub-module:telemetry").withBody(body).send();

      assertThat(sent.getException()).isNull();
      assertThat(hub.received().get(0).body()).hasSize(body.length);
    }
  }

  @Test
  void aWrongKeyIsSaidInHealthWithTheMendAndMendedWithoutARestartOfTheRoute() throws Exception {
    String good = hub.module("edge", "opc");
    String wrong =
        good.replaceFirst(
            "SharedAccessKey=[^;]+", "SharedAccessKey=d3Jvbmcga2V5IHdyb25nIGtleSB3cm9uZyBrZXk=");
    try (TestCamel camel = TestCamel.of(hub, wrong).start()) {
      Future<Exchange> sent = camel.to("iothub-module:telemetry").withBody("1").asyncSend();

      List<LinkStatus> refused =
          await()
              .until(
                  () ->
                      camel.module().links().stream()
                          .filter(link -> link.message().contains("refused"))
                          .toList(),
                  links -> !links.isEmpty());
      LinkStatus status = refused.get(0);
      assertThat(status.connected()).isFalse();
      assertThat(status.message())
          .contains("device edge, module opc, at hub.localhost")
          .contains("carries its own key")
          .contains("Attempt")
          .doesNotContain("d3Jvbmcga2V5IHdyb25nIGtleSB3cm9uZyBrZXk=");
      assertThat(sent).isNotDone();

      camel
          .to("iothub:modules?action=update&deviceId=edge&moduleId=opc")
          .withBody(
              "{\"authentication\":{\"type\":\"sas\",\"symmetricKey\":{"
                  + "\"primaryKey\":\"d3Jvbmcga2V5IHdyb25nIGtleSB3cm9uZyBrZXk=\",\"secondaryKey\":\"d3Jvbmcga2V5IHdyb25nIGtleSB3cm9uZyBrZXk=\"}}}")
          .send();
      assertThat(sent.get(60, TimeUnit.SECONDS).getException()).isNull();
      assertThat(hub.bodies()).containsExactly("1");
    }
  }

  @Test
  void anUnknownDeviceIsRefusedLikeAWrongKey() {
    String unknown = hub.module("edge", "opc").replace("DeviceId=edge", "DeviceId=other");
    try (TestCamel camel = TestCamel.of(hub, unknown).start()) {
      camel.to("iothub-module:telemetry").withBody("1").asyncSend();

      await()
          .untilAsserted(
              () ->
                  assertThat(camel.module().links())
                      .singleElement()
                      .satisfies(l -> assertThat(l.message()).contains("identity exists")));
    }
  }

  @Test
  void anAuthorityThatIsNotTrustedNamesTheOptionForIt() {
    try (TestCamel camel = TestCamel.of(hub, hub.module("edge", "opc"))) {
      camel.module().getConfiguration().setCaFile("");
      camel.start().to("iothub-module:telemetry").withBody("1").asyncSend();

      await()
          .untilAsserted(
              () ->
                  assertThat(camel.module().links())
                      .singleElement()
                      .satisfies(l -> assertThat(l.message()).contains("set caFile")));
    }
  }

  @Test
  void aGatewayHostNameMayCarryAPort() {
    String connection = hub.module("edge", "opc").replaceFirst(";GatewayHostName=.*", "");
    try (TestCamel camel = TestCamel.of(hub, connection).start()) {
      camel
          .to("iothub-module:telemetry?gatewayHostName=localhost:" + hub.mqttPort())
          .withBody("1")
          .send();

      assertThat(hub.bodies()).containsExactly("1");
    }
  }

  @Test
  void routesShareOneConnectionAndTheLastClosesIt() throws Exception {
    RouteBuilder routes =
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:a").routeId("a").to("iothub-module:telemetry");
            from("direct:b").routeId("b").to("iothub-module:telemetry?outputName=alarms");
          }
        };
    try (TestCamel camel = TestCamel.of(hub, hub.module("edge", "opc")).with(routes).start()) {
      camel.to("direct:a").withBody("a").send();
      camel.to("direct:b").withBody("b").send();
      assertThat(camel.module().links())
          .singleElement()
          .satisfies(l -> assertThat(l.figures().connects()).isEqualTo(1));

      camel.context().getRouteController().stopRoute("a");
      assertThat(camel.module().links()).hasSize(1);
      camel.context().getRouteController().stopRoute("b");

      assertThat(camel.context().getRouteController().getRouteStatus("b"))
          .isEqualTo(ServiceStatus.Stopped);
      assertThat(camel.module().links()).isEmpty();
    }
  }

  @Test
  void optionsThatWouldConnectAnIdentityTwiceAreRefused() {
    try (TestCamel camel = TestCamel.of(hub, hub.module("edge", "opc")).start()) {
      camel.to("iothub-module:telemetry").withBody("1").send();

      assertThatThrownBy(
              () -> camel.to("iothub-module:telemetry?maxInFlightMessages=5").withBody("2").send())
          .hasStackTraceContaining("An identity has one connection");
      camel.to("iothub-module:telemetry").withBody("3").send();

      assertThat(hub.bodies()).containsExactly("1", "3");
    }
  }

  @Test
  void theHealthCheckFollowsTheConnectionAndIsNoLivenessCheck() {
    try (TestCamel camel = TestCamel.of(hub, hub.module("edge", "opc")).start()) {
      camel.to("iothub-module:telemetry").withBody("1").send();
      LinkHealthCheck check =
          new LinkHealthCheck(
              camel
                  .module()
                  .sharedLinks()
                  .acquire(camel.module().getConfiguration().linkSettings())
                  .link());

      HealthCheck.Result up = check.call();
      hub.kill();
      await().until(() -> check.call().getState() == HealthCheck.State.DOWN);

      assertThat(up.getState()).isEqualTo(HealthCheck.State.UP);
      assertThat(up.getMessage()).hasValueSatisfying(m -> assertThat(m).contains("Connected as"));
      assertThat(up.getDetails()).containsEntry("acknowledged", 1L);
      assertThat(check.isLiveness()).isFalse();
    }
  }

  @Test
  void aUriThatCannotWorkIsRefusedWithTheMend() {
    try (TestCamel camel = TestCamel.of(hub, hub.module("edge", "opc")).start()) {
      assertThatThrownBy(() -> camel.context().getEndpoint("iothub-module:telemetri"))
          .hasStackTraceContaining("Write iothub-module:telemetry");
      assertThatThrownBy(() -> camel.context().getEndpoint("iothub-module:method"))
          .hasStackTraceContaining("method/NAME");
      assertThatThrownBy(
              () ->
                  camel
                      .context()
                      .getEndpoint("iothub-module:telemetry?connectionString=DeviceId=a"))
          .hasStackTraceContaining("no HostName");
    }
  }

  @Test
  void closingTellsWhoeverStillWaits() throws Exception {
    String connection = hub.module("edge", "opc");
    hub.kill();
    Future<Exchange> sent;
    try (TestCamel camel = TestCamel.of(hub, connection).start()) {
      sent = camel.to("iothub-module:telemetry").withBody("1").asyncSend();
      await()
          .until(
              () ->
                  camel.module().links().stream()
                      .anyMatch(l -> l.figures().inFlightMessages() == 1));
    }

    assertThat(sent.get().getException()).hasMessageContaining("before IoT Hub acknowledged");
  }
}
