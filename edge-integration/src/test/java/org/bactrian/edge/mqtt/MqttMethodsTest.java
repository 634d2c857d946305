package org.bactrian.edge.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.iothub.module.IotHubModuleConstants;
import org.bactrian.model.method.ChunkedCall;
import org.bactrian.model.method.MethodRequest;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The edge's methods over a broker that we did not write, with clients of both versions. */
class MqttMethodsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NOBODY = "anybody there";

  @TempDir private Path folder;
  private final Plant plant = new Plant();
  private final BlockingQueue<MqttMessage> answers = new ArrayBlockingQueue<>(100);
  private final Semaphore present = new Semaphore(0);
  private int port;
  private Broker broker;
  private DefaultCamelContext edge;
  private MqttClient caller;

  @BeforeEach
  void start() throws Exception {
    port = Broker.freePort();
    broker = Broker.startOn(port);
    edge = edge();
    caller = caller();
    await().until(this::isListening);
  }

  @AfterEach
  void stop() throws Exception {
    plant.released.countDown();
    caller.disconnectForcibly(1, 1);
    caller.close(true);
    edge.stop();
    broker.close();
  }

  @Test
  void aCallerOfMqtt5IsAnsweredAtItsTopicWithStatusAndCorrelation() throws Exception {
    call("Echo", "{\"a\": 1}", "c-1");

    MqttMessage answer = answer();
    assertThat(text(answer)).isEqualTo("{\"a\": 1}");
    assertThat(answer.getProperties().getCorrelationData()).isEqualTo("c-1".getBytes(UTF_8));
    assertThat(answer.getProperties().getContentType()).isEqualTo("application/json");
    assertThat(answer.getProperties().getUserProperties())
        .containsExactly(new UserProperty("StatusCode", "200"));
  }

  @Test
  void aFailureHasItsStatusAndSaysWhy() throws Exception {
    call("Fail_V2", "{}", "c-2");

    MqttMessage answer = answer();
    assertThat(answer.getProperties().getUserProperties())
        .containsExactly(new UserProperty("StatusCode", "404"));
    assertThat(JSON.readTree(answer.getPayload()).path("Message").asText())
        .isEqualTo("There is no pump.");
  }

  @Test
  void aMethodThatThereIsNotIsAnsweredToo() throws Exception {
    call("Nonsense", "{}", "c-3");

    assertThat(answer().getProperties().getUserProperties())
        .containsExactly(new UserProperty("StatusCode", "501"));
  }

  @Test
  void aMethodWithoutANameIsABadRequest() throws Exception {
    call("", "{}", "nameless");

    assertThat(status(answer())).isEqualTo("400");
  }

  @Test
  void aStatusThatIsNoNumberIsAnErrorOfTheRoute() throws Exception {
    edge.getRouteController().stopRoute("mqtt-methods");
    edge.removeRoute("mqtt-methods");
    present.drainPermits();
    RouteBuilder.addRoutes(
        edge,
        routes ->
            routes
                .from("mqtt-methods:calls")
                .setHeader(IotHubModuleConstants.METHOD_STATUS, routes.constant("fine")));
    await().until(this::isListening);

    call("Echo", "1", "c-6");

    assertThat(status(answer())).isEqualTo("500");
  }

  @Test
  void anEdgeThatStopsAnswersWhatItBeganAndTakesNothingNew() throws Exception {
    call("Later", "", "begun");
    await().until(() -> plant.begun.get() == 1);

    CompletableFuture<Void> stop = CompletableFuture.runAsync(this::stopMethods);
    await()
        .until(
            () -> {
              call("Echo", "1", "new");
              return status(answer()).equals("503");
            });
    plant.answer.complete("2");

    assertThat(text(answer())).isEqualTo("2");
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
  void operationsOfTheEdgeAreCalledByTheirNames() throws Exception {
    call("GetStatus_V2", "", "c-4");

    assertThat(JSON.readTree(answer().getPayload()).path("siteId").asText()).isEqualTo("plant1");
  }

  @Test
  void aCallerOf311PutsARequestIdIntoTheTopicAndFindsTheStatusThere() throws Exception {
    record Arrival(String topic, String payload) {}
    BlockingQueue<Arrival> arrivals = new ArrayBlockingQueue<>(10);
    org.eclipse.paho.client.mqttv3.MqttClient old =
        new org.eclipse.paho.client.mqttv3.MqttClient(
            broker.url(), "old", new org.eclipse.paho.client.mqttv3.persist.MemoryPersistence());
    MqttConnectOptions version = new MqttConnectOptions();
    version.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    old.connect(version);
    try {
      old.subscribe(
          "edge/methods/res/+/+",
          1,
          (topic, message) ->
              arrivals.add(new Arrival(topic, new String(message.getPayload(), UTF_8))));

      old.publish("edge/methods/Echo/?$rid=4711", "[1]".getBytes(UTF_8), 1, false);
      Arrival echo = arrivals.poll(30, TimeUnit.SECONDS);
      old.publish("edge/methods/Fail/?$rid=4712", new byte[0], 1, false);
      Arrival fail = arrivals.poll(30, TimeUnit.SECONDS);

      assertThat(echo).isEqualTo(new Arrival("edge/methods/res/200/?$rid=4711", "[1]"));
      assertThat(fail.topic()).isEqualTo("edge/methods/res/404/?$rid=4712");
    } finally {
      old.disconnect();
      old.close();
    }
  }

  @Test
  void aMethodMayBeCalledInParts() throws Exception {
    ChunkedCall whole =
        ChunkedCall.of(
            MethodRequest.json("Echo", "{\"b\": 2}".getBytes(UTF_8)), Duration.ofSeconds(30));
    for (Optional<byte[]> part = whole.next(); part.isPresent(); part = whole.next()) {
      call(ChunkedCall.METHOD, new String(part.get(), UTF_8), "part");
      whole.answered(answer().getPayload());
    }

    assertThat(new String(whole.result().bodyOrThrow(), UTF_8)).isEqualTo("{\"b\": 2}");
  }

  @Test
  void anAnswerMayBeLarge() throws Exception {
    String large = "\"" + "x".repeat(5_000_000) + "\"";

    call("Echo", large, "c-5");

    assertThat(answer().getPayload()).hasSize(large.length());
  }

  @Test
  void aMethodThatTakesLongHoldsUpNoOther() throws Exception {
    call("Wait", "", "slow");
    await().until(() -> plant.requests.contains(""));

    call("Echo", "1", "quick");

    assertThat(answer().getProperties().getCorrelationData()).isEqualTo("quick".getBytes(UTF_8));
    plant.released.countDown();
    assertThat(answer().getProperties().getCorrelationData()).isEqualTo("slow".getBytes(UTF_8));
  }

  @Test
  void methodsThatWaitForAServerHoldUpNoOtherHoweverManyTheyAre() throws Exception {
    int many = 50;
    for (int i = 0; i < many; i++) {
      call("Later", "", "later");
    }
    await().until(() -> plant.begun.get() == many);

    call("Echo", "1", "quick");

    assertThat(answer().getProperties().getCorrelationData()).isEqualTo("quick".getBytes(UTF_8));
    plant.answer.complete("2");
    for (int i = 0; i < many; i++) {
      assertThat(text(answer())).isEqualTo("2");
    }
  }

  @Test
  void aRequestThatHasNoRoomAmongOthersIsToldToComeBack() throws Exception {
    edge.stop();
    present.drainPermits();
    edge = edge("--http-max-bytes-in-flight=1000000");
    await().until(this::isListening);

    call("Echo", "\"" + "x".repeat(300_000) + "\"", "large");
    assertThat(status(answer())).isEqualTo("429");

    call("Echo", "\"" + "x".repeat(200_000) + "\"", "fits");
    assertThat(status(answer())).isEqualTo("200");
  }

  @Test
  void whatAsksForNoAnswerIsNotCarriedOut() throws Exception {
    caller.publish("edge/methods/Echo", "1".getBytes(UTF_8), 1, false);
    call("Echo", "2", "asked");

    assertThat(text(answer())).isEqualTo("2");
    assertThat(plant.requests).contains("2").doesNotContain("1");
  }

  @Test
  void aRequestThatTheBrokerKeepsIsCarriedOutOnceAndNotAtEachConnect() throws Exception {
    MqttMessage kept = request("1", "kept");
    kept.setRetained(true);
    caller.publish("edge/methods/Echo", kept);
    assertThat(text(answer())).isEqualTo("1");

    edge.getRouteController().stopRoute("mqtt-methods");
    present.drainPermits();
    edge.getRouteController().startRoute("mqtt-methods");

    await().until(this::isListening);
    assertThat(plant.requests).containsOnlyOnce("1");
  }

  @Test
  void anEdgeThatLostItsBrokerListensAgainWhenThatIsBack() throws Exception {
    broker.close();
    caller.disconnectForcibly(1, 1);
    caller.close(true);
    present.drainPermits();
    broker = Broker.startOn(port);
    caller = caller();

    await().until(this::isListening);

    call("Echo", "4", "again");
    assertThat(text(answer())).isEqualTo("4");
  }

  @Test
  void anEdgeStartsWithoutItsBrokerAndListensWhenThatIsThere() throws Exception {
    edge.stop();
    broker.close();
    caller.disconnectForcibly(1, 1);
    caller.close(true);
    present.drainPermits();
    edge = edge();
    broker = Broker.startOn(port);
    caller = caller();

    await().until(this::isListening);

    assertThat(edge.getRouteController().getRouteStatus("mqtt-methods").isStarted()).isTrue();
  }

  /** Asks whether anybody is there, which is no part of what a test does. */
  private boolean isListening() throws Exception {
    call("Echo", "0", NOBODY);
    return present.tryAcquire(1, TimeUnit.SECONDS);
  }

  private void answered(MqttMessage answer) {
    if (new String(answer.getProperties().getCorrelationData(), UTF_8).equals(NOBODY)) {
      present.release();
    } else {
      answers.add(answer);
    }
  }

  private void call(String method, String payload, String correlation) throws Exception {
    caller.publish("edge/methods/" + method, request(payload, correlation));
  }

  private static MqttMessage request(String payload, String correlation) {
    MqttProperties properties = new MqttProperties();
    properties.setResponseTopic("caller/answers");
    properties.setCorrelationData(correlation.getBytes(UTF_8));
    return new MqttMessage(payload.getBytes(UTF_8), 1, false, properties);
  }

  private MqttMessage answer() throws InterruptedException {
    MqttMessage answer = answers.poll(30, TimeUnit.SECONDS);
    assertThat(answer).isNotNull();
    return answer;
  }

  private static String status(MqttMessage message) {
    return message.getProperties().getUserProperties().get(0).getValue();
  }

  private static String text(MqttMessage message) {
    return new String(message.getPayload(), UTF_8);
  }

  private MqttClient caller() throws Exception {
    MqttClient client = new MqttClient(broker.url(), "caller", new MemoryPersistence());
    client.connect();
    client.subscribe(
        new MqttSubscription[] {new MqttSubscription("caller/answers", 1)},
        new IMqttMessageListener[] {(topic, message) -> answered(message)});
    return client;
  }

  private DefaultCamelContext edge(String... options) throws Exception {
    return MqttEdge.start(port, folder, plant, options);
  }
}
