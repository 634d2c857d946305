package org.bactrian.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.edge.mqtt.MqttCaller.status;
import static org.bactrian.edge.mqtt.MqttCaller.text;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.iothub.module.IotHubModuleConstants;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The edge's methods over a broker while that, the edge or its route stops and starts. */
class MqttMethodsLifecycleTest {

  @TempDir private Path folder;
  private final Plant plant = new Plant();
  private int port;
  private Broker broker;
  private DefaultCamelContext edge;
  private MqttCaller caller;

  @BeforeEach
  void start() throws Exception {
    port = Broker.freePort();
    broker = Broker.startOn(port);
    edge = MqttEdge.start(port, folder, plant);
    caller = MqttCaller.at(broker);
    caller.awaitEdge();
  }

  @AfterEach
  void stop() throws Exception {
    caller.close();
    edge.stop();
    broker.close();
  }

  @Test
  void aStatusThatIsNoNumberIsAnErrorOfTheRoute() throws Exception {
    edge.getRouteController().stopRoute("mqtt-methods");
    edge.removeRoute("mqtt-methods");
    RouteBuilder.addRoutes(
        edge,
        routes ->
            routes
                .from("mqtt-methods:calls")
                .setHeader(IotHubModuleConstants.METHOD_STATUS, routes.constant("fine")));
    caller.awaitEdge();

    caller.call("Echo", "1", "c-6");

    assertThat(status(caller.answer())).isEqualTo("500");
  }

  @Test
  void anEdgeThatStopsAnswersWhatItBeganAndTakesNothingNew() throws Exception {
    caller.call("Later", "", "begun");
    await().until(() -> plant.begun.get() == 1);

    CompletableFuture<Void> stop = CompletableFuture.runAsync(this::stopMethods);
    await()
        .until(
            () -> {
              caller.call("Echo", "1", "new");
              return status(caller.answer()).equals("503");
            });
    plant.answer("2");

    assertThat(text(caller.answer())).isEqualTo("2");
    stop.join();
  }

  private void stopMethods() {
    try {
      edge.getRouteController().stopRoute("mqtt-methods");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aRequestThatHasNoRoomAmongOthersIsToldToComeBack() throws Exception {
    edge.stop();
    edge = MqttEdge.start(port, folder, plant, "--http-max-bytes-in-flight=1000000");
    caller.awaitEdge();

    caller.call("Echo", "\"" + "x".repeat(300_000) + "\"", "large");
    assertThat(status(caller.answer())).isEqualTo("429");

    caller.call("Echo", "\"" + "x".repeat(200_000) + "\"", "fits");
    assertThat(status(caller.answer())).isEqualTo("200");
  }

  @Test
  void aRequestThatTheBrokerKeepsIsCarriedOutOnceAndNotAtEachConnect() throws Exception {
    MqttMessage kept = MqttCaller.request("1", "kept");
    kept.setRetained(true);
    caller.publish("Echo", kept);
    assertThat(text(caller.answer())).isEqualTo("1");

    edge.getRouteController().stopRoute("mqtt-methods");
    edge.getRouteController().startRoute("mqtt-methods");

    caller.awaitEdge();
    assertThat(plant.requests).containsOnlyOnce("1");
  }

  @Test
  void anEdgeThatLostItsBrokerListensAgainWhenThatIsBack() throws Exception {
    broker.close();
    caller.close();
    broker = Broker.startOn(port);
    caller = MqttCaller.at(broker);

    caller.awaitEdge();

    caller.call("Echo", "4", "again");
    assertThat(text(caller.answer())).isEqualTo("4");
  }

  @Test
  void anEdgeStartsWithoutItsBrokerAndListensWhenThatIsThere() throws Exception {
    edge.stop();
    broker.close();
    caller.close();
    edge = MqttEdge.start(port, folder, plant);
    broker = Broker.startOn(port);
    caller = MqttCaller.at(broker);

    caller.awaitEdge();

    assertThat(edge.getRouteController().getRouteStatus("mqtt-methods").isStarted()).isTrue();
  }
}
