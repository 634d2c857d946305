package org.bactrian.launcher.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files of every form that OPC Publisher reads: published by the edge, changed by direct methods,
 * and as they were left after a restart.
 */
class PublishedFilesJourneyTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ALL = "{\"includeNodes\": true}";
  private static final String ADDED = "nsu=urn:bactrian:plant;s=Line1/Filler/Temperature";

  @TempDir private static Path shared;
  private static LocalAzure azure;
  private static Simulator plant;
  private static final Queue<String> TELEMETRY = new ConcurrentLinkedQueue<>();

  @TempDir private Path data;

  @BeforeAll
  static void start() throws IOException {
    azure = LocalAzure.start(LocalAzureSettings.in(shared.resolve("azure")).withFreePorts());
    azure.hub().onTelemetry(message -> TELEMETRY.add(new String(message.body(), UTF_8)));
    plant = Simulator.start(SimulatorSettings.in(shared.resolve("plant")).withPort(0));
  }

  @AfterAll
  static void stop() throws IOException {
    plant.close();
    azure.close();
  }

  @BeforeEach
  void findTheHub() throws IOException {
    Files.copy(shared.resolve("azure/local-azure.json"), data.resolve("local-azure.json"));
  }

  @ParameterizedTest
  @CsvSource({
    "form-of-2.5.json, Filler/Pieces, 2, 3",
    "form-of-2.8.json, Filler speed, 2, 3",
    "form-of-2.9.json, ServerTime, 1, 4",
    "events.json, Pending, 1, 2"
  })
  void aFileRunsUnchangedAndKeepsWhatOperationsDo(
      String name, String published, int entries, int nodes) throws Exception {
    Path file = data.resolve("nodes.json");
    Files.writeString(file, content(name));
    JsonNode left;
    try (CommandRun edge = edge("--pf=" + file)) {
      JsonNode told = configured();
      assertThat(told.path("endpoints")).hasSize(entries);
      assertThat(nodes(told)).hasSize(nodes);
      awaitTelemetry(edge, published);

      ObjectNode dataSet = told.at("/endpoints/0").deepCopy();
      JsonNode first = dataSet.at("/OpcNodes/0");
      publish(dataSet, ADDED);
      awaitTelemetry(edge, "Temperature");
      assertThat(invoke("GetConfiguredNodesOnEndpoint_V1", dataSet).findValuesAsText("Id"))
          .contains(ADDED);

      dataSet.putArray("OpcNodes").add(first);
      invoke("UnpublishNodes_V1", dataSet);
      left = configured();
      assertThat(nodes(left)).hasSize(nodes).doesNotContain(first);
    }
    assertThat(Files.readString(file)).contains(ADDED);
    try (CommandRun edge = edge("--pf=" + file)) {
      assertThat(configured()).isEqualTo(left);
      awaitTelemetry(edge, "Temperature");
    }
  }

  @Test
  void callsOfAnInitFileAreMadeOnceAndWhatTheyPublishStays() throws Exception {
    Path file = data.resolve("nodes.json");
    Path calls = data.resolve("calls.init");
    Files.writeString(calls, content("calls.init"));
    String[] options = {"--pf=" + file, "--cf", "--pi=" + calls};
    JsonNode left;
    try (CommandRun edge = edge(options)) {
      awaitTelemetry(edge, "Pieces");
      assertThat(Files.readString(data.resolve("calls.init.log")))
          .contains("UnpublishNodes_V1", "ExpandAndCreateOrUpdateDataSetWriterEntries_V2")
          .doesNotContain("GetDiagnosticInfo_V1");
      JsonNode told = configured();
      assertThat(told.path("endpoints")).hasSize(1);
      ObjectNode dataSet = told.at("/endpoints/0").deepCopy();
      dataSet.putArray("OpcNodes").add(named(told, "Temperature"));
      invoke("UnpublishNodes_V1", dataSet);
      left = configured();
      assertThat(nodes(left)).hasSize(nodes(told).size() - 1);
    }
    String log = Files.readString(data.resolve("calls.init.log"));
    try (CommandRun edge = edge(options)) {
      awaitTelemetry(edge, "Pieces");
      assertThat(configured()).isEqualTo(left);
      assertThat(data.resolve("calls.init.log")).content().isEqualTo(log);
    }
  }

  private static void publish(ObjectNode dataSet, String node) throws Exception {
    dataSet.putArray("OpcNodes").addObject().put("Id", node).put("OpcSamplingInterval", 250);
    invoke("PublishNodes_V1", dataSet);
    dataSet.remove("OpcNodes");
  }

  private static List<JsonNode> nodes(JsonNode told) {
    List<JsonNode> nodes = new ArrayList<>();
    told.path("endpoints").forEach(entry -> entry.path("OpcNodes").forEach(nodes::add));
    return nodes;
  }

  private static JsonNode named(JsonNode told, String name) {
    return nodes(told).stream()
        .filter(node -> node.path("DisplayName").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private CommandRun edge(String... options) {
    TELEMETRY.clear();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "edge",
                "--data=" + data,
                "--aa",
                "--bi=250",
                "--disable-http",
                "--management-port=0"));
    arguments.addAll(List.of(options));
    return CommandRun.start(arguments.toArray(String[]::new));
  }

  /** Waits for what only the edge that runs now can have sent. */
  private static void awaitTelemetry(CommandRun edge, String text) {
    TELEMETRY.clear();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                !edge.isRunning()
                    || TELEMETRY.stream().anyMatch(message -> message.contains(text)));
    assertThat(edge.isRunning()).as("running, else %s", edge.err()).isTrue();
  }

  /** What is published, once the edge is connected and takes methods. */
  private static JsonNode configured() {
    return await()
        .atMost(PATIENCE)
        .ignoreExceptionsMatching(AssertionError.class::isInstance)
        .until(
            () -> invoke("GetConfiguredEndpoints_V1", JSON.readTree(ALL), "--chunked"),
            answer -> true);
  }

  private static JsonNode invoke(String method, JsonNode payload, String... options)
      throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("hub", "invoke", "--data=" + shared.resolve("azure")));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("plant-edge/bactrian", method, payload.toString()));
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
    assertThat(run.exitCode()).as("%s", run.err()).isZero();
    return JSON.readTree(run.out().get(0));
  }

  private static String content(String name) throws IOException {
    try (InputStream file =
        PublishedFilesJourneyTest.class.getResourceAsStream("/published-files/" + name)) {
      return new String(file.readAllBytes(), UTF_8)
          .replace("opc.tcp://plant:4840", plant.endpointUrl());
    }
  }
}
