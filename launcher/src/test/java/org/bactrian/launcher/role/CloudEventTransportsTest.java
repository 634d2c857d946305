package org.bactrian.launcher.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.telemetry.DeviceMessage;
import org.bactrian.patience.Exercises;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CloudEvents and topics of an edge as a broker and a hub receive them. */
class CloudEventTransportsTest {

  @TempDir private static Path folder;
  private static Simulator plant;

  private record Arrival(String topic, MqttMessage message) {

    Map<String, String> properties() {
      return message.getProperties().getUserProperties().stream()
          .collect(Collectors.toMap(UserProperty::getKey, UserProperty::getValue));
    }
  }

  @BeforeAll
  static void start() throws IOException {
    plant = Simulator.start(SimulatorSettings.in(folder.resolve("plant")).withPort(0));
  }

  @AfterAll
  static void stop() throws IOException {
    plant.close();
  }

  private static Role publish(String name, String... more) throws IOException {
    String nodes =
        """
        [{"EndpointUrl": "%s", "DataSetWriterGroup": "press", "DataSetWriterId": "w1",
          "DataSetSourceUri": "urn:plant:press", "DataSetSubject": "hall/1",
          "DataSetType": "Press", "OpcNodes": [{"Id": "i=2258"}]}]
        """
            .formatted(plant.endpointUrl());
    return PublishingEdge.start(
        folder, name, nodes, List.of("--disable-http", "--id=edge", "--mm=PubSub", "--ce"), more);
  }

  @Test
  @Exercises(
      options = {
        "EnableCloudEvents",
        "DefaultDataSetRouting",
        "EventsTopicTemplate",
        "DiagnosticsTopicTemplate",
        "PublishMessageSchema",
        "SchemaTopicTemplate"
      },
      attributes = {"DataSetSourceUri", "DataSetSubject", "DataSetType"})
  void aBrokerGetsAttributesAsUserPropertiesAndEachMessageAtItsTopic() throws Exception {
    int port = freePort();
    EmbeddedActiveMQ broker = broker(port);
    List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    MqttClient client =
        new MqttClient("tcp://127.0.0.1:" + port, "subscriber", new MemoryPersistence());
    client.connect();
    client.subscribe(
        new MqttSubscription[] {new MqttSubscription("#", 1)},
        new IMqttMessageListener[] {(topic, message) -> arrivals.add(new Arrival(topic, message))});
    try (Role edge =
        publish(
            "mqtt",
            "-t=Mqtt",
            "--mqc=HostName=127.0.0.1;Port=" + port + ";UseTls=false",
            "--uns=UseBrowseNames",
            "--ps",
            "--stt={TelemetryTopic}/shape",
            "--rs",
            "--ett=events/{EventSource}/{EventName}/{EventContext}",
            "--pd=Events",
            "--di=1",
            "--dtt={RootTopic}/figures/{WriterGroup}")) {
      assertThat(edge.faults()).isEmpty();
      Arrival value =
          arrival(
              arrivals,
              topic -> topic.equals("edge/messages/press/Objects/Server/ServerStatus/CurrentTime"));
      assertThat(value.message().getProperties().getContentType()).isEqualTo("application/json");
      assertThat(value.properties())
          .containsEntry("specversion", "1.0")
          .containsEntry("source", "urn:plant:press")
          .containsEntry("type", "Dataset/Press")
          .containsEntry("subject", "hall/1")
          .containsKeys("id", "time")
          .doesNotContainKeys("$$MessageSchema", "$$ContentType", "$$ContentEncoding");
      Arrival schema = arrival(arrivals, topic -> topic.equals("edge/messages/press/shape"));
      assertThat(schema.message().getProperties().getContentType())
          .isEqualTo("application/schema+json");
      assertThat(schema.message().toString()).contains("json-schema.org/draft-07", "i=2258");
      await()
          .until(
              () ->
                  arrivals.stream()
                      .anyMatch(one -> "w1".equals(one.properties().get("dataschema"))));
      assertThat(
              arrival(
                      arrivals,
                      topic -> topic.startsWith("events/runtimeinfo/RestartAnnouncement/"))
                  .properties())
          .containsEntry("source", "urn:edge")
          .containsEntry("subject", "RestartAnnouncement")
          .containsEntry("type", "application/x-runtimestate-message-v2-json")
          .doesNotContainKey("$$RoutingInfo");
      assertThat(arrival(arrivals, topic -> topic.equals("edge/figures/press")).properties())
          .containsEntry("subject", "press")
          .containsEntry("type", "application/x-writergroup-diagnostics-message-v2-json");
    } finally {
      client.disconnectForcibly(1, 1);
      client.close(true);
      broker.stop();
    }
  }

  private static Arrival arrival(List<Arrival> arrivals, Predicate<String> topic) {
    return await()
        .until(
            () -> arrivals.stream().filter(one -> topic.test(one.topic())).findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  @Test
  @Exercises(options = {"EnableCloudEvents", "BactrianHubCa", "BactrianData"})
  void aHubGetsAttributesAsApplicationProperties() throws Exception {
    List<DeviceMessage> received = new CopyOnWriteArrayList<>();
    try (LocalAzure azure =
        LocalAzure.start(LocalAzureSettings.in(folder.resolve("azure")).withFreePorts())) {
      azure.hub().onTelemetry(received::add);
      String connection = azure.hub().register(ClientId.module("edge", "opc"));
      try (Role edge = publish("hub", "--ec=" + connection, "--hub-ca=" + azure.caFile())) {
        assertThat(edge.faults()).isEmpty();
        await()
            .until(
                () ->
                    received.stream()
                        .anyMatch(one -> "Dataset/Press".equals(one.application().get("type"))));
      }
    }

    DeviceMessage value =
        received.stream()
            .filter(one -> "Dataset/Press".equals(one.application().get("type")))
            .findFirst()
            .orElseThrow();
    assertThat(value.application())
        .containsEntry("specversion", "1.0")
        .containsEntry("source", "urn:plant:press")
        .containsEntry("subject", "hall/1")
        .containsKeys("id", "time", "iothub-message-schema")
        .doesNotContainKey("$$MessageSchema");
    assertThat(value.application().get("id"))
        .startsWith(value.system().getOrDefault("message-id", "").replace("-", ""));
  }

  private static EmbeddedActiveMQ broker(int port) throws Exception {
    EmbeddedActiveMQ broker =
        new EmbeddedActiveMQ()
            .setConfiguration(
                new ConfigurationImpl()
                    .setPersistenceEnabled(false)
                    .setSecurityEnabled(false)
                    .addAcceptorConfiguration(
                        "mqtt", "tcp://127.0.0.1:" + port + "?protocols=MQTT"));
    broker.start();
    return broker;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
