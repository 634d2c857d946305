package org.bactrian.edge.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.bactrian.edge.EdgeConfiguration;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.patience.TestAuthority;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * OPC Twin, and what changes the edge, by their own routes over a broker, with a client of each
 * version of MQTT.
 */
class TwinOverMqttTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String METHODS = "edge/methods/";
  private static final String ANSWERS = "caller/answers";
  private static final String PLANT = "nsu=urn:bactrian:plant;s=";
  private static final String FILLER = PLANT + "Line1/Filler";
  private static final String SET_POINT = FILLER + "/SpeedSetpoint";
  private static final List<String> PACKED =
      List.of("errors", "discovery", "module", "twin", "configuration", "certificate", "mqtt");

  @TempDir private static Path folder;
  private static final BlockingQueue<MqttMessage> NEW_ANSWERS = new ArrayBlockingQueue<>(100);
  private static final BlockingQueue<Answer> OLD_ANSWERS = new ArrayBlockingQueue<>(100);
  private static final AtomicInteger REQUESTS = new AtomicInteger();

  private static Simulator plant;
  private static Broker broker;
  private static DefaultCamelContext edge;
  private static MqttClient caller;
  private static org.eclipse.paho.client.mqttv3.MqttClient old;

  /** Message that a client of MQTT 3.1.1 receives. */
  private record Answer(String topic, byte[] payload) {}

  /** Client of one version of MQTT that calls methods. */
  private interface MethodClient {

    byte[] ask(String method, String payload) throws Exception;
  }

  @BeforeAll
  static void start() throws Exception {
    plant = Simulator.start(SimulatorSettings.in(folder.resolve("plant")).withPort(0));
    int port = Broker.freePort();
    broker = Broker.startOn(port);
    edge = edge(port);
    caller = caller();
    old = old();
    await()
        .until(
            () -> {
              send("GetStatus", "");
              return NEW_ANSWERS.poll(1, TimeUnit.SECONDS) != null;
            });
    // One that was slow may be answered only now.
    await().during(Duration.ofSeconds(3)).until(() -> NEW_ANSWERS.poll() == null);
  }

  @AfterAll
  static void stop() throws Exception {
    old.disconnect();
    old.close();
    caller.disconnect();
    caller.close();
    edge.close();
    broker.close();
    plant.close();
  }

  @ParameterizedTest
  @MethodSource("clients")
  void aLeafIsBrowsedToReadWrittenAndReadBack(MethodClient client) throws Exception {
    JsonNode browsed = ask(client, "Browse", "{\"nodeId\":\"%s\"}".formatted(FILLER));
    double before = read(client, SET_POINT).path("value").asDouble();

    JsonNode written =
        ask(
            client,
            "ValueWrite",
            "{\"nodeId\":\"%s\",\"value\":%s}".formatted(SET_POINT, before - 1));

    assertThat(browsed.findValuesAsText("displayName")).contains("SpeedSetpoint");
    assertThat(written).isEmpty();
    assertThat(read(client, SET_POINT).path("value").asDouble()).isEqualTo(before - 1);
  }

  @ParameterizedTest
  @MethodSource("clients")
  void whatTheServerRefusesIsInTheAnswer(MethodClient client) throws Exception {
    JsonNode written =
        ask(client, "ValueWrite", "{\"nodeId\":\"%s\",\"value\":500}".formatted(SET_POINT));

    assertThat(written.at("/errorInfo/symbolicId").asText()).isEqualTo("BadOutOfRange");
  }

  @ParameterizedTest
  @MethodSource("clients")
  void aMethodIsCalled(MethodClient client) throws Exception {
    JsonNode answer =
        ask(
            client,
            "MethodCall",
            """
            {"objectId": "%s", "methodId": "%s/StartJob",
             "arguments": [{"value": "D-1"}, {"value": 5}]}
            """
                .formatted(FILLER, FILLER));

    assertThat(answer.at("/results/0/dataType").asText()).isEqualTo("UInt32");
    assertThat(answer.has("errorInfo")).isFalse();
  }

  @ParameterizedTest
  @MethodSource("clients")
  void aHistoryIsReadInPages(MethodClient client) throws Exception {
    String range = "\"startTime\":\"2026-01-01T00:00:00Z\",\"endTime\":\"2026-01-02T00:00:00Z\"";

    JsonNode first =
        ask(
            client,
            "HistoryReadValues",
            "{\"nodeId\":\"%sHistory/Sample\",\"details\":{%s,\"numValues\":5}}"
                .formatted(PLANT, range));
    JsonNode next =
        ask(
            client,
            "HistoryReadValuesNext",
            "{\"continuationToken\":%s}".formatted(first.path("continuationToken")));

    assertThat(first.path("history").findValuesAsText("value").subList(0, 4))
        .containsExactly("10", "20", "25", "30");
    assertThat(next.path("history").findValuesAsText("value"))
        .containsExactly("40", "50", "60", "70", "70");
  }

  @ParameterizedTest
  @MethodSource("clients")
  void aHistoryIsChanged(MethodClient client) throws Exception {
    String time = "2026-03-01T00:00:%02dZ".formatted(REQUESTS.incrementAndGet() % 60);
    String details =
        """
        {"nodeId": "%sHistory/Log",
         "details": {"values": [{"value": 21, "sourceTimestamp": "%s"}]}}
        """
            .formatted(PLANT, time);

    JsonNode inserted = ask(client, "HistoryInsertValues", details);
    JsonNode again = ask(client, "HistoryInsertValues", details);

    assertThat(inserted.at("/results/0/symbolicId").asText()).isEqualTo("Good");
    assertThat(again.at("/results/0/symbolicId").asText()).isEqualTo("BadEntryExists");
  }

  @ParameterizedTest
  @MethodSource("clients")
  void aValueOfFiveMegabytesIsFetchedWhole(MethodClient client) throws Exception {
    assertThat(read(client, PLANT + "Samples/Large").path("value").binaryValue())
        .hasSize(5_000_000);
  }

  @ParameterizedTest
  @MethodSource("clients")
  void nodesArePublishedListedAndUnpublishedAndTheFileSaysSo(MethodClient client) throws Exception {
    String nodes = entry(", \"OpcNodes\": [{\"Id\": \"%s\"}]".formatted(SET_POINT));

    client.ask("PublishNodes_V1", nodes);
    assertThat(publishedNodes().findValuesAsText("Id")).containsExactly(SET_POINT);
    JsonNode listed = JSON.readTree(client.ask("GetConfiguredNodesOnEndpoint_V1", entry("")));
    client.ask("UnpublishNodes_V1", nodes);

    assertThat(listed.at("/opcNodes").findValuesAsText("Id")).containsExactly(SET_POINT);
    assertThat(publishedNodes()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("clients")
  void aCertificateIsAddedToAStoreListedAndRemoved(MethodClient client) throws Exception {
    Path store = folder.resolve("edge/pki/https/certs");
    byte[] certificate = TestAuthority.root("Hall 3").certificate().getEncoded();

    client.ask(
        "AddTrustedHttpsCertificate",
        "\"%s\"".formatted(Base64.getEncoder().encodeToString(certificate)));
    assertThat(store).isDirectoryContaining(file -> isContent(file, certificate));
    JsonNode listed = JSON.readTree(client.ask("ListCertificates", "\"Https\""));
    client.ask("RemoveAll", "\"Https\"");

    assertThat(listed.findValuesAsText("subject")).containsExactly("CN=Hall 3");
    assertThat(store).isEmptyDirectory();
  }

  @ParameterizedTest
  @MethodSource("clients")
  void theFileSystemsOfAServerAreListed(MethodClient client) throws Exception {
    JsonNode systems =
        JSON.readTree(
            client.ask(
                "GetFileSystems",
                "{\"endpoint\":{\"url\":\"%s\",\"securityMode\":\"None\"}}"
                    .formatted(plant.endpointUrl())));

    assertThat(systems.findValuesAsText("name")).containsExactly("Files");
  }

  @Test
  void aServerThatCannotBeReachedIsSaidByTheStatus() throws Exception {
    String nowhere =
        "{\"connection\":{\"endpoint\":{\"url\":\"opc.tcp://127.0.0.1:1\"}},"
            + "\"request\":{\"nodeId\":\"i=2258\"}}";

    send("ValueRead", nowhere);
    MqttMessage answer = NEW_ANSWERS.poll(60, TimeUnit.SECONDS);
    old.publish(METHODS + "ValueRead/?$rid=nowhere", nowhere.getBytes(UTF_8), 1, false);

    assertThat(answer.getProperties().getUserProperties())
        .singleElement()
        .satisfies(property -> assertThat(property.getValue()).isEqualTo("502"));
    assertThat(OLD_ANSWERS.poll(60, TimeUnit.SECONDS).topic())
        .isEqualTo(METHODS + "res/502/?$rid=nowhere");
  }

  static List<Named<MethodClient>> clients() {
    return List.of(
        Named.of("MQTT 5", TwinOverMqttTest::by5), Named.of("MQTT 3.1.1", TwinOverMqttTest::by311));
  }

  private static byte[] by5(String method, String payload) throws Exception {
    send(method, payload);
    MqttMessage answer = NEW_ANSWERS.poll(60, TimeUnit.SECONDS);
    assertThat(answer).as(method).isNotNull();
    assertThat(answer.getProperties().getUserProperties())
        .singleElement()
        .satisfies(property -> assertThat(property.getValue()).isEqualTo("200"));
    return answer.getPayload();
  }

  private static byte[] by311(String method, String payload) throws Exception {
    int id = REQUESTS.incrementAndGet();
    old.publish(METHODS + method + "/?$rid=" + id, payload.getBytes(UTF_8), 1, false);
    Answer answer = OLD_ANSWERS.poll(60, TimeUnit.SECONDS);
    assertThat(answer).as(method).isNotNull();
    assertThat(answer.topic()).isEqualTo(METHODS + "res/200/?$rid=" + id);
    return answer.payload();
  }

  private static JsonNode ask(MethodClient client, String operation, String request)
      throws Exception {
    return JSON.readTree(
        client.ask(
            operation,
            "{\"connection\":{\"endpoint\":{\"url\":\"%s\",\"securityMode\":\"None\"}},\"request\":%s}"
                .formatted(plant.endpointUrl(), request)));
  }

  private static JsonNode read(MethodClient client, String node) throws Exception {
    return ask(client, "ValueRead", "{\"nodeId\":\"%s\"}".formatted(node));
  }

  private static String entry(String nodes) {
    return """
        {"EndpointUrl": "%s", "UseSecurity": false, "DataSetWriterGroup": "Hall 3",
         "DataSetWriterId": "Filler"%s}
        """
        .formatted(plant.endpointUrl(), nodes);
  }

  private static JsonNode publishedNodes() throws Exception {
    return JSON.readTree(folder.resolve("nodes.json").toFile());
  }

  private static boolean isContent(Path file, byte[] content) {
    try {
      return Arrays.equals(Files.readAllBytes(file), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void send(String method, String payload) throws Exception {
    MqttProperties properties = new MqttProperties();
    properties.setResponseTopic(ANSWERS);
    caller.publish(
        METHODS + method, new MqttMessage(payload.getBytes(UTF_8), 1, false, properties));
  }

  private static MqttClient caller() throws Exception {
    MqttClient client = new MqttClient(broker.url(), "caller", new MemoryPersistence());
    client.connect();
    client.subscribe(
        new MqttSubscription[] {new MqttSubscription(ANSWERS, 1)},
        new IMqttMessageListener[] {(topic, message) -> NEW_ANSWERS.add(message)});
    return client;
  }

  private static org.eclipse.paho.client.mqttv3.MqttClient old() throws Exception {
    org.eclipse.paho.client.mqttv3.MqttClient client =
        new org.eclipse.paho.client.mqttv3.MqttClient(
            broker.url(), "old", new org.eclipse.paho.client.mqttv3.persist.MemoryPersistence());
    MqttConnectOptions version = new MqttConnectOptions();
    version.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    client.connect(version);
    client.subscribe(
        METHODS + "res/+/+",
        1,
        (topic, message) -> OLD_ANSWERS.add(new Answer(topic, message.getPayload())));
    return client;
  }

  private static DefaultCamelContext edge(int port) throws Exception {
    Path nodes = Files.writeString(folder.resolve("nodes.json"), "[]");
    List<String> arguments =
        List.of(
            "-t=null",
            "--disable-http",
            "--pf=" + nodes,
            "--data=" + folder.resolve("edge"),
            "--id=edge",
            "--di=0",
            "--ct=60",
            "--mqc=HostName=127.0.0.1;Port=" + port + ";UseTls=false");
    DefaultCamelContext context = new DefaultCamelContext();
    context.disableJMX();
    new EdgeConfiguration(EdgeOptionsReader.read(arguments, Map.of()).options()).configure(context);
    for (String file : PACKED) {
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(
              ResourceHelper.resolveMandatoryResource(
                  context, "classpath:routes/edge/" + file + ".camel.yaml"));
    }
    context.start();
    return context;
  }
}
