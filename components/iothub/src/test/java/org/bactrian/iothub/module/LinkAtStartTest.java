package org.bactrian.iothub.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.bactrian.iothub.TestCamel;
import org.bactrian.iothub.TestHub;
import org.bactrian.iothub.service.IotHubConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkAtStartTest {

  @TempDir private Path folder;
  private TestHub hub;
  private String module;

  @BeforeEach
  void startHub() {
    hub = TestHub.in(folder);
    module = hub.module("edge", "opc");
  }

  @AfterEach
  void stopHub() {
    hub.close();
  }

  @Test
  void theComponentConnectsWithoutAMessageAndSharesTheConnection() {
    try (TestCamel camel = TestCamel.of(hub, module)) {
      camel.module().connectAtStart();
      camel.start();

      await().until(() -> camel.module().links().get(0).connected());
      camel.to("iothub-module:telemetry").withBody("1").send();

      assertThat(camel.module().links())
          .singleElement()
          .satisfies(link -> assertThat(link.figures().connects()).isEqualTo(1));
      camel.context().stop();
      assertThat(camel.module().links()).isEmpty();
    }
  }

  @Test
  void aHubThatIsAwayShowsInTheStatusAndDoesNotKeepFromStarting() {
    hub.kill();
    try (TestCamel camel = TestCamel.of(hub, module)) {
      camel.module().connectAtStart();

      camel.start();

      assertThat(camel.context().isStarted()).isTrue();
      await()
          .untilAsserted(
              () ->
                  assertThat(camel.module().links().get(0).message())
                      .contains("that port " + hub.mqttPort() + " is open")
                      .containsPattern("follows within [0-9.]+ s\\."));
      assertThat(camel.module().links().get(0).connected()).isFalse();

      hub.startAgain();
      await().until(() -> camel.module().links().get(0).connected());
    }
  }

  @Test
  void aMethodThatComesBeforeTheRoutesIsAnsweredAtOnceAndNotLost() throws Exception {
    RouteBuilder methods =
        new RouteBuilder() {
          @Override
          public void configure() {
            from("iothub-module:method/*").setBody(constant("\"done\""));
          }
        };
    try (TestCamel before = TestCamel.of(hub, module).with(methods).start()) {
      await().until(() -> call(before).getException() == null);
    }
    try (TestCamel camel = TestCamel.of(hub, module)) {
      camel.module().connectAtStart();
      camel.start();
      await().until(() -> camel.module().links().get(0).connected());

      // The hub knows of the subscription from the time before.
      assertThat(call(camel).getMessage().getHeader(IotHubConstants.METHOD_STATUS)).isEqualTo(503);

      camel.with(methods);
      await()
          .untilAsserted(
              () ->
                  assertThat(call(camel).getMessage().getHeader(IotHubConstants.METHOD_STATUS))
                      .isEqualTo(200));
    }
  }

  private static Exchange call(TestCamel camel) {
    return camel
        .to("iothub:method/Hello?deviceId=edge&moduleId=opc")
        .withBody("{}")
        .request(Exchange.class);
  }

  @Test
  void metersFollowTheConnectionUnderTheNamesOfTheIdentityAndLeaveWithIt() {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    try (TestCamel camel = TestCamel.of(hub, module)) {
      camel.context().getRegistry().bind("meters", meters);
      camel.module().connectAtStart();
      camel.start().to("iothub-module:telemetry").withBody("1").send();

      String[] labels = {"hub", "hub.localhost", "device", "edge", "module", "opc"};
      assertThat(meters.get("bactrian.iothub.connected").tags(labels).gauge().value()).isEqualTo(1);
      assertThat(meters.get("bactrian.iothub.inflight").tags(labels).gauge().value()).isZero();
      assertThat(count(meters, "acknowledged")).isEqualTo(1);
      assertThat(count(meters, "resent")).isZero();
      assertThat(count(meters, "reconnects")).isZero();

      hub.kill();
      await().until(() -> meters.get("bactrian.iothub.connected").gauge().value() == 0);
      hub.startAgain();
      await().until(() -> count(meters, "reconnects") == 1);
    }
    assertThat(meters.getMeters()).isEmpty();
  }

  @Test
  void metersGoToTheRegistriesThatWerePassedAndToNoOthers() {
    SimpleMeterRegistry bound = new SimpleMeterRegistry();
    SimpleMeterRegistry passed = new SimpleMeterRegistry();
    try (TestCamel camel = TestCamel.of(hub, module)) {
      camel.module().bindMetersTo(() -> Set.of(passed));
      camel.context().getRegistry().bind("meters", bound);
      camel.module().connectAtStart();
      camel.start();

      assertThat(passed.find("bactrian.iothub.connected").gauge()).isNotNull();
      assertThat(bound.getMeters()).isEmpty();
    }
  }

  private static double count(SimpleMeterRegistry meters, String name) {
    return meters.get("bactrian.iothub." + name).functionCounter().count();
  }
}
