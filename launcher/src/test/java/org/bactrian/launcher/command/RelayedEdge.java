package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bactrian.launcher.Bactrian;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.hub.throttle.TelemetryThrottle;
import org.bactrian.patience.JvmProcess;
import org.bactrian.patience.TcpRelay;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;

/**
 * Edge in a process of its own that publishes counters of a simulated plant to a local hub, both of
 * them behind networks that can fail.
 */
final class RelayedEdge implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path folder;
  private final CounterTally tally;
  private final SimulatorSettings plantSettings;
  private final TcpRelay toPlant;
  private final TcpRelay toHub;
  private final String counters;
  private final Map<String, String> environment;
  private final List<String> options;
  private Path data;
  private Process process;
  private LocalAzure azure;
  private Simulator plant;

  /**
   * Starts all of it and waits until each counter has come some times.
   *
   * @param folder for the data of all parts
   * @param counters how many counters the plant has
   * @param rate time between two numbers of a counter
   * @param environment variables of the process
   * @param options further options of the command
   */
  RelayedEdge(
      Path folder, int counters, Duration rate, Map<String, String> environment, String... options)
      throws IOException {
    this.folder = folder;
    this.data = folder.resolve("edge");
    this.environment = Map.copyOf(environment);
    this.options = List.of(options);
    this.tally = new CounterTally(counters);
    this.azure = startAzure(0, 0);
    this.plantSettings =
        SimulatorSettings.in(folder.resolve("plant"))
            .withPort(0)
            .withLoadNodes(counters)
            .withLoadRate(rate);
    this.plant = Simulator.start(plantSettings);
    this.toHub = new TcpRelay(azure.hub().mqttPort());
    this.toPlant = new TcpRelay(plant.port());
    Files.createDirectories(data());
    this.counters = counters(counters, rate);
    publish(List.of(this.counters));
    describeHub();
    this.process = startProcess();
    awaitNumbers(5);
    // Else a fault of a network would be none.
    assertThat(toHub.isUsed()).isTrue();
    assertThat(toPlant.isUsed()).isTrue();
  }

  private Process startProcess() throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "edge",
                "--data=" + data(),
                "--pf=" + data().resolve("nodes.json"),
                "--aa",
                "--mm=PubSub",
                "--strict",
                "--disable-http",
                "--management-port=0"));
    arguments.addAll(options);
    ProcessBuilder builder =
        JvmProcess.of(Bactrian.class, arguments.toArray(String[]::new))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(folder.resolve("edge.log").toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Stops the edge and waits for its end. */
  void stop() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  /** Starts the edge that was stopped with another data folder. */
  void startWith(Path other) throws IOException {
    data = other;
    process = startProcess();
  }

  Path data() {
    return data;
  }

  CounterTally tally() {
    return tally;
  }

  Process process() {
    return process;
  }

  TcpRelay toPlant() {
    return toPlant;
  }

  TcpRelay toHub() {
    return toHub;
  }

  String plantUrl() {
    return "opc.tcp://localhost:" + plant.port();
  }

  /** Ends the server, as its clients see it without a word. */
  void haltPlant() throws IOException {
    toPlant.cut();
    plant.close();
  }

  /** Starts the server again, at the port that it had; its counters begin anew. */
  void startPlantAgain() throws IOException {
    tally.beginAnew();
    plant = Simulator.start(plantSettings.withPort(plant.port()));
    toPlant.mend();
  }

  /** Limit of the messages that the hub takes. */
  TelemetryThrottle hubThrottle() {
    return azure.hub().telemetryThrottle();
  }

  /** Ends the hub without a word. */
  void haltHub() {
    azure.halt();
  }

  /** Starts the hub again, at the ports that it had. */
  void startHubAgain() {
    azure = startAzure(azure.hub().mqttPort(), azure.hub().restPort());
  }

  /** Calls a direct method of the edge, which must succeed. */
  JsonNode invoke(String method, String payload) throws IOException, InterruptedException {
    CommandRun run =
        CommandRun.of(
            "hub",
            "invoke",
            "--data=" + folder.resolve("azure"),
            "plant-edge/bactrian",
            method,
            payload);
    assertThat(run.exitCode()).as("%s", run.err()).isZero();
    return new ObjectMapper().readTree(run.out().get(0));
  }

  /** Publishes one more node, by a writer of its own. */
  void publishAlso(String nodeId) throws IOException {
    publish(List.of(counters, "{\"Id\": \"%s\"}".formatted(nodeId)));
  }

  /** Waits until so many numbers of each counter have come. */
  void awaitNumbers(long each) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(tally.least()).as(this::log).isGreaterThanOrEqualTo(each));
  }

  /** Stops the edge; everything must have come once and in its order, with no gap. */
  void stopAndExpectEverything() throws InterruptedException {
    stopAndExpectEverythingBut(0);
  }

  /** Stops the edge; everything must have come once and in its order, and so many gap messages. */
  void stopAndExpectEverythingBut(int gaps) throws InterruptedException {
    stop();
    assertThat(tally.faults()).as(this::log).isEmpty();
    assertThat(tally.gaps()).as(this::log).isEqualTo(gaps);
    System.out.printf("%d values, %d copies of messages%n", tally.count(), tally.copies());
  }

  /** Returns the output of the edge. */
  String log() {
    try {
      return Files.readString(folder.resolve("edge.log"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    toHub.close();
    toPlant.close();
    plant.close();
    azure.close();
  }

  private LocalAzure startAzure(int mqttPort, int restPort) {
    LocalAzure started =
        LocalAzure.start(
            LocalAzureSettings.in(folder.resolve("azure"))
                .withFreePorts()
                .withMqttPort(mqttPort)
                .withRestPort(restPort));
    started.hub().onTelemetry(tally::take);
    return started;
  }

  /** The edge finds the hub behind the relay, as it finds one beside it. */
  private void describeHub() throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode description =
        (ObjectNode) json.readTree(folder.resolve("azure").resolve("local-azure.json").toFile());
    String direct = "localhost:" + azure.hub().mqttPort();
    String relayed = "localhost:" + toHub.port();
    String edge = description.path("edgeConnectionString").asText();
    assertThat(edge).contains(direct);
    description.put("mqttEndpoint", relayed);
    description.put("edgeConnectionString", edge.replace(direct, relayed));
    json.writeValue(data().resolve("local-azure.json").toFile(), description);
  }

  private static String counters(int count, Duration rate) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            i ->
                "{\"Id\": \"nsu=urn:bactrian:load;i=%d\", \"OpcSamplingInterval\": %d}"
                    .formatted(i, rate.toMillis() / 2))
        .collect(Collectors.joining(","));
  }

  /** Writes a published nodes file with a writer for each list of nodes. */
  private void publish(List<String> writers) throws IOException {
    String entries =
        IntStream.range(0, writers.size())
            .mapToObj(
                i ->
                    """
                    {"EndpointUrl": "%s", "UseSecurity": true, "DataSetWriterGroup": "G",
                     "DataSetWriterId": "W%d", "DataSetPublishingInterval": 500, "OpcNodes": [%s]}
                    """
                        .formatted(toPlant.url(), i, writers.get(i)))
            .collect(Collectors.joining(",", "[", "]"));
    Files.writeString(data().resolve("nodes.json"), entries);
  }
}
