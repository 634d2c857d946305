package org.bactrian.edge.kamelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.camel.Exchange;
import org.bactrian.model.telemetry.TelemetryHeaders;
import org.bactrian.model.telemetry.UndeliverableMessageException;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Mqtt5SinkTest {

  private static final byte[] BODY = "{\"Messages\":[]}".getBytes(StandardCharsets.UTF_8);

  private record Arrival(String topic, MqttMessage message) {}

  private static final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
  private static EmbeddedActiveMQ broker;
  private static int port;
  private static MqttClient subscriber;
  private static Kamelets kamelets;

  @BeforeAll
  static void start() throws Exception {
    port = freePort();
    broker = broker(port);
    kamelets = Kamelets.start();
    subscriber = new MqttClient(url(), "subscriber", new MemoryPersistence());
    subscriber.connect();
    subscriber.subscribe(
        new MqttSubscription[] {new MqttSubscription("#", 1)},
        new IMqttMessageListener[] {(topic, message) -> arrivals.add(new Arrival(topic, message))});
  }

  @BeforeEach
  void forget() {
    arrivals.clear();
  }

  @AfterAll
  static void stop() throws Exception {
    kamelets.close();
    subscriber.disconnectForcibly(1, 1);
    subscriber.close(true);
    broker.stop();
  }

  @Test
  void theHeaderNamesTheTopicAndPropertiesTravelBesideTheBody() throws Exception {
    Exchange sent =
        kamelets.send(
            "kamelet:mqtt5-telemetry-sink?brokerUrl=" + url(),
            BODY,
            Map.of(
                TelemetryHeaders.TOPIC, "plant/line1",
                TelemetryHeaders.MESSAGE_ID, "m-1",
                TelemetryHeaders.CONTENT_TYPE, "application/json",
                TelemetryHeaders.PROPERTIES, Map.of("schema", "jsonpubsub")));

    assertThat(sent.getException()).isNull();
    await().until(() -> arrivals.size() == 1);
    Arrival arrival = arrivals.get(0);
    assertThat(arrival.topic()).isEqualTo("plant/line1");
    assertThat(arrival.message().getPayload()).isEqualTo(BODY);
    assertThat(arrival.message().getQos()).isEqualTo(1);
    assertThat(arrival.message().getProperties().getContentType()).isEqualTo("application/json");
    assertThat(arrival.message().getProperties().getUserProperties())
        .contains(new UserProperty("message-id", "m-1"), new UserProperty("schema", "jsonpubsub"));
  }

  @Test
  void qualityOfServiceRetentionAndTimeToLiveAreThoseOfTheMessage() throws Exception {
    Exchange sent =
        kamelets.send(
            "kamelet:mqtt5-telemetry-sink?brokerUrl=" + url(),
            BODY,
            Map.of(
                TelemetryHeaders.TOPIC,
                "kept/line1",
                TelemetryHeaders.QUALITY_OF_SERVICE,
                0L,
                TelemetryHeaders.RETAINED,
                "true",
                TelemetryHeaders.TIME_TO_LIVE,
                89_001L));

    assertThat(sent.getException()).isNull();
    await().until(() -> arrivals.size() == 1);
    assertThat(arrivals.get(0).message().getQos()).isZero();
    assertThat(arrivals.get(0).message().getProperties().getMessageExpiryInterval())
        .isBetween(1L, 90L);
    List<Arrival> later = new CopyOnWriteArrayList<>();
    MqttClient late = new MqttClient(url(), "late", new MemoryPersistence());
    try {
      late.connect();
      late.subscribe(
          new MqttSubscription[] {new MqttSubscription("kept/#", 1)},
          new IMqttMessageListener[] {(topic, message) -> later.add(new Arrival(topic, message))});
      await().until(() -> later.size() == 1);
      assertThat(later.get(0).message().isRetained()).isTrue();
    } finally {
      late.disconnectForcibly(1, 1);
      late.close(true);
    }
  }

  @Test
  void theTopicIsMadeFromHeadersWhereNoneIsNamed() throws Exception {
    kamelets.send(
        "kamelet:mqtt5-telemetry-sink?brokerUrl=" + url(),
        BODY,
        Map.of(TelemetryHeaders.WRITER_GROUP, "hall3"));
    kamelets.send(
        "kamelet:mqtt5-telemetry-sink?qos=0&topic=RAW(${header.BactrianWriterGroup}/raw)&brokerUrl="
            + url(),
        BODY,
        Map.of(TelemetryHeaders.WRITER_GROUP, "hall4"));

    await().until(() -> arrivals.size() == 2);
    assertThat(arrivals)
        .extracting(Arrival::topic)
        .containsExactlyInAnyOrder("bactrian/hall3", "hall4/raw");
  }

  @Test
  void aBrokerThatIsAwayFailsTheMessageAndTakesItWhenItIsBack() throws Exception {
    int later = freePort();
    String sink = "kamelet:mqtt5-telemetry-sink?brokerUrl=tcp://127.0.0.1:" + later;
    Exchange failed = kamelets.send(sink, BODY, Map.of(TelemetryHeaders.TOPIC, "t"));
    assertThat(failed.getException()).isNotNull();

    EmbeddedActiveMQ other = broker(later);
    try {
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          kamelets
                              .send(sink, BODY, Map.of(TelemetryHeaders.TOPIC, "t"))
                              .getException())
                      .isNull());
    } finally {
      other.stop();
    }
  }

  @Test
  void aMessageThatIsTooLargeForTheBrokerCanNeverBeDeliveredAndOthersGoOn() throws Exception {
    int small = freePort();
    EmbeddedActiveMQ limited = broker(small, ";maximumPacketSize=2000");
    String sink = "kamelet:mqtt5-telemetry-sink?brokerUrl=tcp://127.0.0.1:" + small;
    Map<String, Object> headers = Map.of(TelemetryHeaders.TOPIC, "t");
    try {
      assertThat(kamelets.send(sink, new byte[5000], headers).getException())
          .isInstanceOf(UndeliverableMessageException.class)
          .hasMessageContaining("accepts packets of at most 2000 bytes");
      assertThat(kamelets.send(sink, BODY, headers).getException()).isNull();
    } finally {
      limited.stop();
    }
  }

  private static EmbeddedActiveMQ broker(int port) throws Exception {
    return broker(port, "");
  }

  private static EmbeddedActiveMQ broker(int port, String options) throws Exception {
    Configuration configuration =
        new ConfigurationImpl()
            .setPersistenceEnabled(false)
            .setSecurityEnabled(false)
            .addAcceptorConfiguration(
                "mqtt", "tcp://127.0.0.1:" + port + "?protocols=MQTT" + options);
    EmbeddedActiveMQ broker = new EmbeddedActiveMQ().setConfiguration(configuration);
    broker.start();
    return broker;
  }

  private static String url() {
    return "tcp://127.0.0.1:" + port;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
