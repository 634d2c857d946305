package org.bactrian.edge.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.edge.mqtt.MqttCaller.status;
import static org.bactrian.edge.mqtt.MqttCaller.text;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.model.method.ChunkedCall;
import org.bactrian.model.method.MethodRequest;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The edge's methods over a broker that we did not write, with clients of both versions. */
class MqttMethodsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static final Plant PLANT = new Plant();
  private static Broker broker;
  private static DefaultCamelContext edge;
  private static MqttCaller caller;

  @BeforeAll
  static void start() throws Exception {
    int port = Broker.freePort();
    broker = Broker.startOn(port);
    edge = MqttEdge.start(port, folder, PLANT);
    caller = MqttCaller.at(broker);
    caller.awaitEdge();
  }

  @BeforeEach
  void forgetWhatWas() {
    PLANT.renew();
    caller.forgetAnswers();
  }

  @AfterAll
  static void stop() throws Exception {
    PLANT.release();
    caller.close();
    edge.stop();
    broker.close();
  }

  @Test
  void aCallerOfMqtt5IsAnsweredAtItsTopicWithStatusAndCorrelation() throws Exception {
    caller.call("Echo", "{\"a\": 1}", "c-1");

    MqttMessage answer = caller.answer();
    assertThat(text(answer)).isEqualTo("{\"a\": 1}");
    assertThat(answer.getProperties().getCorrelationData()).isEqualTo("c-1".getBytes(UTF_8));
    assertThat(answer.getProperties().getContentType()).isEqualTo("application/json");
    assertThat(answer.getProperties().getUserProperties())
        .containsExactly(new UserProperty("StatusCode", "200"));
  }

  @Test
  void aFailureHasItsStatusAndSaysWhy() throws Exception {
    caller.call("Fail_V2", "{}", "c-2");

    MqttMessage answer = caller.answer();
    assertThat(answer.getProperties().getUserProperties())
        .containsExactly(new UserProperty("StatusCode", "404"));
    assertThat(JSON.readTree(answer.getPayload()).path("Message").asText())
        .isEqualTo("There is no pump.");
  }

  @Test
  void aMethodThatThereIsNotIsAnsweredToo() throws Exception {
    caller.call("Nonsense", "{}", "c-3");

    assertThat(caller.answer().getProperties().getUserProperties())
        .containsExactly(new UserProperty("StatusCode", "501"));
  }

  @Test
  void aMethodWithoutANameIsABadRequest() throws Exception {
    caller.call("", "{}", "nameless");

    assertThat(status(caller.answer())).isEqualTo("400");
  }

  @Test
  void operationsOfTheEdgeAreCalledByTheirNames() throws Exception {
    caller.call("GetStatus_V2", "", "c-4");

    assertThat(JSON.readTree(caller.answer().getPayload()).path("siteId").asText())
        .isEqualTo("plant1");
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
      caller.call(ChunkedCall.METHOD, new String(part.get(), UTF_8), "part");
      whole.answered(caller.answer().getPayload());
    }

    assertThat(new String(whole.result().bodyOrThrow(), UTF_8)).isEqualTo("{\"b\": 2}");
  }

  @Test
  void anAnswerMayBeLarge() throws Exception {
    String large = "\"" + "x".repeat(5_000_000) + "\"";

    caller.call("Echo", large, "c-5");

    assertThat(caller.answer().getPayload()).hasSize(large.length());
  }

  @Test
  void aMethodThatTakesLongHoldsUpNoOther() throws Exception {
    caller.call("Wait", "", "slow");
    await().until(() -> PLANT.requests.contains(""));

    caller.call("Echo", "1", "quick");

    assertThat(caller.answer().getProperties().getCorrelationData())
        .isEqualTo("quick".getBytes(UTF_8));
    PLANT.release();
    assertThat(caller.answer().getProperties().getCorrelationData())
        .isEqualTo("slow".getBytes(UTF_8));
  }

  @Test
  void methodsThatWaitForAServerHoldUpNoOtherHoweverManyTheyAre() throws Exception {
    int many = 50;
    for (int i = 0; i < many; i++) {
      caller.call("Later", "", "later");
    }
    await().until(() -> PLANT.begun.get() == many);

    caller.call("Echo", "1", "quick");

    assertThat(caller.answer().getProperties().getCorrelationData())
        .isEqualTo("quick".getBytes(UTF_8));
    PLANT.answer("2");
    for (int i = 0; i < many; i++) {
      assertThat(text(caller.answer())).isEqualTo("2");
    }
  }

  @Test
  void whatAsksForNoAnswerIsNotCarriedOut() throws Exception {
    caller.publish("Echo", new MqttMessage("1".getBytes(UTF_8), 1, false, new MqttProperties()));
    caller.call("Echo", "2", "asked");

    assertThat(text(caller.answer())).isEqualTo("2");
    assertThat(PLANT.requests).contains("2").doesNotContain("1");
  }
}
