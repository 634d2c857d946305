package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bactrian.launcher.Bactrian;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.hub.telemetry.DeviceMessage;
import org.bactrian.model.telemetry.TelemetryMessage;
import org.bactrian.patience.JvmProcess;
import org.bactrian.patience.TcpRelay;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Counters of a simulated plant on their way to a local hub, by an edge in a process of its own,
 * while something fails for a minute. In the end the hub has each number, and twice only in copies
 * of one message.
 */
@Tag("faults")
class SurvivedFaultsTest {

  private static final int COUNTERS = 500;
  private static final Duration RATE = Duration.ofMillis(250);
  private static final Duration OUTAGE = Duration.ofSeconds(60);

  /** Values of a counter in that time. */
  private static final int NORMAL = (int) OUTAGE.dividedBy(RATE);

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long SLOW_BYTES_PER_SECOND = 20_000;

  @TempDir private Path folder;

  private final Set<String> messageIds = new HashSet<>();
  private final Map<String, List<Long>> numbers = new TreeMap<>();
  private int gaps;
  private long copies;

  private LocalAzure azure;
  private Simulator plant;
  private TcpRelay toHub;
  private TcpRelay toPlant;
  private Process edge;

  /** Step of a fault. */
  private interface Step {
    void run() throws Exception;
  }

  @BeforeEach
  void start() throws Exception {
    Path data = Files.createDirectories(folder.resolve("edge"));
    azure = startAzure(0, 0);
    plant =
        Simulator.start(
            SimulatorSettings.in(folder.resolve("plant"))
                .withPort(0)
                .withLoadNodes(COUNTERS)
                .withLoadRate(RATE));
    toHub = new TcpRelay(azure.hub().mqttPort());
    toPlant = new TcpRelay(plant.port());
    Files.writeString(data.resolve("nodes.json"), nodes());
    describeHub(data);
    edge =
        JvmProcess.of(
                Bactrian.class,
                "edge",
                "--data=" + data,
                "--pf=" + data.resolve("nodes.json"),
                "--aa",
                "--outage=150",
                "--mm=PubSub",
                "--strict",
                "--disable-http",
                "--management-port=0")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("edge.log").toFile())
            .start();
    awaitNumbers(5);
  }

  @AfterEach
  void stop() throws Exception {
    edge.destroyForcibly().waitFor();
    toHub.close();
    toPlant.close();
    plant.close();
    azure.close();
  }

  @Test
  void aNetworkToThePlantThatPassesNothingOn() throws Exception {
    survive(toPlant::freeze, toPlant::thaw);
  }

  @Test
  void aNetworkToThePlantThatIsCut() throws Exception {
    survive(toPlant::cut, toPlant::mend);
  }

  @Test
  void aNetworkToTheHubThatPassesNothingOn() throws Exception {
    survive(toHub::freeze, toHub::thaw);
  }

  @Test
  void aNetworkToTheHubThatIsCut() throws Exception {
    survive(toHub::cut, toHub::mend);
  }

  @Test
  void aHubThatTakesTooLittle() throws Exception {
    survive(() -> toHub.throttle(SLOW_BYTES_PER_SECOND), () -> toHub.throttle(Long.MAX_VALUE));
  }

  @Test
  void aHubThatIsKilledAndStartedAgain() throws Exception {
    int mqtt = azure.hub().mqttPort();
    int rest = azure.hub().restPort();
    survive(azure::halt, () -> azure = startAzure(mqtt, rest));
  }

  private void survive(Step fault, Step end) throws Exception {
    int before = least();
    fault.run();
    await().atMost(OUTAGE.multipliedBy(2)).pollDelay(OUTAGE).until(() -> edge.isAlive());
    assertThat(least()).as("values that came all the same").isLessThan(before + NORMAL / 2);
    end.run();

    awaitNumbers(least() + 40);
    edge.destroy();
    assertThat(edge.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

    synchronized (numbers) {
      assertThat(faults()).as(this::log).isEmpty();
      assertThat(gaps).as(this::log).isZero();
    }
    System.out.printf("%d values, %d copies of messages%n", count(), copies);
  }

  private LocalAzure startAzure(int mqttPort, int restPort) {
    LocalAzure started =
        LocalAzure.start(
            LocalAzureSettings.in(folder.resolve("azure"))
                .withMqttPort(mqttPort)
                .withRestPort(restPort)
                .withAmqpPort(0));
    started.hub().onTelemetry(this::receive);
    return started;
  }

  /** The edge finds the hub behind the relay, as it finds one beside it. */
  private void describeHub(Path data) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode description =
        (ObjectNode) json.readTree(folder.resolve("azure").resolve("local-azure.json").toFile());
    description.put("mqttEndpoint", "localhost:" + toHub.port());
    json.writeValue(data.resolve("local-azure.json").toFile(), description);
  }

  private String nodes() {
    String ids =
        IntStream.rangeClosed(1, COUNTERS)
            .mapToObj(
                i ->
                    "{\"Id\": \"nsu=urn:bactrian:load;i=%d\", \"OpcSamplingInterval\": %d}"
                        .formatted(i, RATE.toMillis() / 2))
            .collect(Collectors.joining(","));
    return """
    [{"EndpointUrl": "%s", "UseSecurity": true, "DataSetWriterGroup": "G", "DataSetWriterId": "W",
      "DataSetPublishingInterval": 500, "OpcNodes": [%s]}]
    """
        .formatted(toPlant.url(), ids);
  }

  private void receive(DeviceMessage message) {
    synchronized (numbers) {
      if (!messageIds.add(message.system().get("message-id"))) {
        copies++;
        return;
      }
      TelemetryMessage telemetry = TelemetryMessage.read(message.body());
      gaps += telemetry.json().path("MessageType").asText().equals("gap") ? 1 : 0;
      telemetry
          .messages()
          .forEach(
              dataSet ->
                  dataSet
                      .fields()
                      .forEach(
                          (name, field) ->
                              numbers
                                  .computeIfAbsent(name, n -> new ArrayList<>())
                                  .add((long) field.number())));
    }
  }

  private void awaitNumbers(int each) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(least()).as(this::log).isGreaterThanOrEqualTo(each));
  }

  private int least() {
    synchronized (numbers) {
      return numbers.size() < COUNTERS
          ? 0
          : numbers.values().stream().mapToInt(List::size).min().orElse(0);
    }
  }

  private long count() {
    synchronized (numbers) {
      return numbers.values().stream().mapToLong(List::size).sum();
    }
  }

  /** Numbers that are missing, stand there twice or came too early, by counter. */
  private Map<String, List<Long>> faults() {
    Map<String, List<Long>> faults = new TreeMap<>();
    numbers.forEach(
        (counter, received) -> {
          long before = received.get(0) - 1;
          for (long number : received) {
            if (number != before + 1) {
              faults.computeIfAbsent(counter, c -> new ArrayList<>()).add(number);
            }
            before = number;
          }
        });
    return faults;
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("edge.log"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
