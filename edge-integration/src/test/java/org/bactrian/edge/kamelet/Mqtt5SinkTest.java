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
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Mqtt5SinkTest {

  private static final byte[] BODY = "{\"Messages\":[]}".getBytes(StandardCharsets.UTF_8);

  private record Arrival(String topic, MqttMessage message) {}

  private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
  private EmbeddedActiveMQ broker;
  private int port;
  private MqttClient subscriber;

  @BeforeEach
  void start() throws Exception {
    port = freePort();
    broker = broker(port);
    subscriber = new MqttClient(url(), "subscriber", new MemoryPersistence());
    subscriber.connect();
    subscriber.subscribe(
        new MqttSubscription[] {new MqttSubscription("#", 1)},
        new IMqttMessageListener[] {(topic, message) -> arrivals.add(new Arrival(topic, message))});
  }

  @AfterEach
  void stop() throws Exception {
    subscriber.disconnectForcibly(1, 1);
    subscriber.close(true);
    broker.stop();
  }

  @Test
  void theHeaderNamesTheTopicAndPropertiesTravelBesideTheBody() throws Exception {
    try (Kamelets kamelets = Kamelets.start()) {
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
          .contains(
              new UserProperty("message-id", "m-1"), new UserProperty("schema", "jsonpubsub"));
    }
  }

  @Test
  void theTopicIsMadeFromHeadersWhereNoneIsNamed() throws Exception {
    try (Kamelets kamelets = Kamelets.start()) {
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
  }

  @Test
  void aBrokerThatIsAwayFailsTheMessageAndTakesItWhenItIsBack() throws Exception {
    int later = freePort();
    String sink = "kamelet:mqtt5-telemetry-sink?brokerUrl=tcp://127.0.0.1:" + later;
    try (Kamelets kamelets = Kamelets.start()) {
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
  }

  private static EmbeddedActiveMQ broker(int port) throws Exception {
    Configuration configuration =
        new ConfigurationImpl()
            .setPersistenceEnabled(false)
            .setSecurityEnabled(false)
            .addAcceptorConfiguration("mqtt", "tcp://127.0.0.1:" + port + "?protocols=MQTT");
    EmbeddedActiveMQ broker = new EmbeddedActiveMQ().setConfiguration(configuration);
    broker.start();
    return broker;
  }

  private String url() {
    return "tcp://127.0.0.1:" + port;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
