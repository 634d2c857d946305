package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bactrian.launcher.Bactrian;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.telemetry.DeviceMessage;
import org.bactrian.patience.JvmProcess;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;

/**
 * A local hub, a simulated plant, a cloud, and edges of site plant as processes of their own that
 * have no published nodes file.
 */
final class OrchestratedEdges implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofMinutes(3);
  static final String MODULE = "publisher";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final LocalAzure azure;
  private final Simulator plant;
  private final CommandRun cloud;
  private final Map<String, Process> edges = new HashMap<>();
  private final List<Sample> samples = new CopyOnWriteArrayList<>();
  private final JsonApiClient api;
  private CommandRun here;

  /**
   * A value that came to the hub.
   *
   * @param device device that sent it
   * @param endpointId endpoint that its extension fields name
   * @param writerId writer that they name
   * @param nodeId its node
   * @param number the number
   * @param messageId id of the message that it came in
   * @param nanos {@link System#nanoTime()} at its arrival
   */
  record Sample(
      String device,
      String endpointId,
      String writerId,
      String nodeId,
      long number,
      String messageId,
      long nanos) {}

  OrchestratedEdges(Path folder, int counters, Duration rate) throws IOException {
    this.folder = folder;
    this.azure = LocalAzure.start(LocalAzureSettings.in(folder).withFreePorts());
    azure.hub().onTelemetry(this::take);
    this.plant =
        Simulator.start(
            SimulatorSettings.in(folder.resolve("plant"))
                .withPort(0)
                .withLoadNodes(counters)
                .withLoadRate(rate));
    this.cloud = CommandRun.start("cloud", "--data=" + folder, "--port=0", "--management-port=0");
    this.api = JsonApiClient.ofCloud(cloud.rest(PATIENCE), folder);
  }

  /** Starts an edge as a process of its own, and waits until it waits for jobs. */
  void start(String device) throws IOException {
    Process process =
        JvmProcess.of(Bactrian.class, arguments(device))
            .directory(folder.resolve(device).toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(device + ".log").toFile())
            .start();
    edges.put(device, process);
    await().atMost(PATIENCE).until(() -> !process.isAlive() || isListed(device));
    if (!process.isAlive()) {
      throw new AssertionError(log(device));
    }
  }

  /** Starts an edge in this process, and waits until it waits for jobs. */
  void startHere(String device) throws IOException {
    here = CommandRun.start(arguments(device));
    await().atMost(PATIENCE).until(() -> !here.isRunning() || isListed(device));
    assertThat(here.isRunning()).as("running, else %s", here.err()).isTrue();
  }

  private String[] arguments(String device) throws IOException {
    return new String[] {
      "edge",
      "--data=" + Files.createDirectories(folder.resolve(device)),
      "--ec=" + azure.hub().register(ClientId.module(device, MODULE)),
      "--hub-ca=" + azure.caFile(),
      "--site=plant",
      "--aa",
      "--httpserverport=0",
      "--management-port=0"
    };
  }

  /** Returns whether the first worker of a device is listed. */
  private boolean isListed(String device) throws IOException, InterruptedException {
    return workers().anyMatch(id -> id.startsWith(device + "_" + MODULE + "_"));
  }

  private Stream<String> workers() throws IOException, InterruptedException {
    return StreamSupport.stream(
            api.get("/publisher/v2/workers").path("workers").spliterator(), false)
        .map(worker -> worker.path("workerId").asText());
  }

  /** Ends an edge as {@code kill -9} does. */
  void kill(String device) {
    edges.get(device).destroyForcibly().onExit().join();
  }

  /** Asks an edge to stop, and waits until it has. */
  void stop(String device) {
    edges.get(device).destroy();
    edges.get(device).onExit().join();
  }

  /** Registers the plant's server and returns the id of its endpoint without security. */
  String endpoint() throws IOException, InterruptedException {
    await()
        .atMost(PATIENCE)
        .until(() -> api.get("/registry/v2/discovery").at("/items/0/connected").asBoolean());
    api.post(
        "/registry/v2/applications",
        "{\"discoveryUrl\": \"opc.tcp://localhost:" + plant.port() + "\"}");
    return await().atMost(PATIENCE).until(this::unsecured, Optional::isPresent).orElseThrow();
  }

  private Optional<String> unsecured() throws IOException, InterruptedException {
    return StreamSupport.stream(
            api.get("/registry/v2/endpoints").path("items").spliterator(), false)
        .map(item -> item.path("registration"))
        .filter(one -> one.at("/endpoint/securityMode").asText().equals("None"))
        .map(one -> one.path("id").asText())
        .findFirst();
  }

  JsonApiClient api() {
    return api;
  }

  /** The device whose publisher has a job; empty while none has. */
  Optional<String> holder(String jobId) throws IOException, InterruptedException {
    JsonNode status = api.get("/publisher/v2/jobs/" + jobId).at("/lifetimeData/processingStatus");
    return StreamSupport.stream(((Iterable<String>) status::fieldNames).spliterator(), false)
        .map(worker -> worker.replaceFirst("_" + MODULE + "_\\d+$", ""))
        .findFirst();
  }

  List<Sample> samples() {
    return samples;
  }

  /** Values that a device sent, of different messages, as numbers of nodes. */
  List<String> numbersOf(String device) {
    return samples.stream()
        .filter(sample -> sample.device().equals(device))
        .collect(
            Collectors.toMap(
                sample -> sample.messageId() + sample.nodeId() + sample.number(),
                sample -> sample.nodeId() + "=" + sample.number(),
                (one, copy) -> one))
        .values()
        .stream()
        .toList();
  }

  private void take(DeviceMessage message) {
    if (!message.application().getOrDefault("$$MessageSchema", "").contains("monitored-item")) {
      return;
    }
    try {
      JsonNode body = JSON.readTree(message.body());
      for (JsonNode sample : body.isArray() ? body : List.of(body)) {
        samples.add(
            new Sample(
                message.sender().deviceId(),
                sample.at("/ExtensionFields/EndpointId").asText(),
                sample.at("/ExtensionFields/DataSetWriterId").asText(),
                sample.path("NodeId").asText(),
                sample.at("/Value/Value").asLong(),
                message.system().get("message-id"),
                System.nanoTime()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Output of edges and cloud, to tell why a test failed. */
  String log() {
    List<String> all = new ArrayList<>();
    new TreeSet<>(edges.keySet()).forEach(device -> all.add(device + ":\n" + log(device)));
    if (here != null) {
      all.add("edge in this process:\n" + String.join("\n", here.err()));
    }
    all.add("cloud:\n" + String.join("\n", cloud.err()));
    return String.join("\n", all);
  }

  private String log(String device) {
    try {
      return Files.readString(folder.resolve(device + ".log"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() throws IOException {
    edges.values().forEach(process -> process.destroyForcibly().onExit().join());
    if (here != null) {
      here.close();
    }
    cloud.close();
    plant.close();
    azure.close();
  }
}
