package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cloud decides what two edges of a site publish: a node by REST, an edge that is killed, one
 * that stops, and many nodes at once.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OrchestrationTest {

  private static final int COUNTERS = 250;
  private static final Duration PATIENCE = OrchestratedEdges.PATIENCE;

  /** Heartbeats come every 3 seconds; two may be missed, and the third is not waited for. */
  private static final Duration THREE_HEARTBEATS = Duration.ofSeconds(9);

  /** Five seconds of the promise, and what a machine takes that has much else to do. */
  private static final Duration FIRST_VALUE = Duration.ofSeconds(15);

  private static final String COUNTER = "nsu=urn:bactrian:load;i=1";

  @TempDir private static Path folder;
  private static OrchestratedEdges plant;
  private static String endpoint;

  @BeforeAll
  static void startTheFirstEdge() throws Exception {
    plant = new OrchestratedEdges(folder, COUNTERS, Duration.ofMillis(250));
    plant.start("edge-a");
    endpoint = plant.endpoint();
  }

  @AfterAll
  static void stop() throws Exception {
    plant.close();
  }

  @Test
  @Order(1)
  void valuesOfANodeThatIsStartedByRestComeToTheHubUnderTheEndpointsId() throws Exception {
    long start = System.nanoTime();

    post(
        "start",
        """
        {"item": {"nodeId": "%s", "samplingInterval": "00:00:00.250",
          "publishingInterval": "00:00:00.500"}}
        """
            .formatted(COUNTER));

    awaitSamples("edge-a", 1);
    OrchestratedEdges.Sample first = plant.samples().get(0);
    Duration took = Duration.ofNanos(first.nanos() - start);
    System.out.printf("first value after %d ms%n", took.toMillis());
    assertThat(took).isLessThan(FIRST_VALUE);
    assertThat(first.endpointId()).isEqualTo(endpoint);
    assertThat(first.writerId()).isEqualTo(endpoint + "_500");
    assertThat(first.nodeId()).isEqualTo(COUNTER);
    awaitSamples("edge-a", 10);
  }

  @Test
  @Order(2)
  void theOtherEdgeGoesOnWhenOneIsKilledAndNoValueComesTwice() throws Exception {
    plant.start("edge-b");
    assertThat(plant.holder(endpoint)).contains("edge-a");

    long killed = System.nanoTime();
    plant.kill("edge-a");

    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(() -> assertThat(plant.holder(endpoint)).as(plant::log).contains("edge-b"));
    Duration moved = Duration.ofNanos(System.nanoTime() - killed);
    awaitSamples("edge-b", 10);
    long first =
        plant.samples().stream()
            .filter(sample -> sample.device().equals("edge-b"))
            .findFirst()
            .orElseThrow()
            .nanos();
    long gap = numbers("edge-b").min().orElseThrow() - numbers("edge-a").max().orElseThrow() - 1;
    System.out.printf(
        "job moved after %d ms, first value of the other edge after %d ms, %d values every 250 ms"
            + " between%n",
        moved.toMillis(), Duration.ofNanos(first - killed).toMillis(), gap);
    assertThat(moved).isLessThan(THREE_HEARTBEATS);
    assertThat(plant.numbersOf("edge-a")).doesNotHaveDuplicates();
    assertThat(plant.numbersOf("edge-b")).doesNotHaveDuplicates();
    assertThat(plant.numbersOf("edge-b")).doesNotContainAnyElementsOf(plant.numbersOf("edge-a"));
  }

  private static LongStream numbers(String device) {
    return plant.samples().stream()
        .filter(sample -> sample.device().equals(device))
        .mapToLong(OrchestratedEdges.Sample::number);
  }

  @Test
  @Order(3)
  void anEdgeThatStopsHandsItsJobToTheOtherAtOnceAndNoValueComesTwice() throws Exception {
    plant.startHere("edge-c");

    plant.stop("edge-b");

    awaitSamples("edge-c", 10);
    assertThat(plant.numbersOf("edge-c")).doesNotContainAnyElementsOf(plant.numbersOf("edge-b"));
  }

  @Test
  @Order(4)
  void aNodeThatIsStoppedIsPublishedNoMoreAndTheJobIsCanceled() throws Exception {
    post("stop", "{\"nodeId\": \"%s\"}".formatted(COUNTER));

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(plant.holder(endpoint)).as(plant::log).isEmpty());
    assertThat(
            plant.api().get("/publisher/v2/jobs/" + endpoint).at("/lifetimeData/status").asText())
        .isEqualTo("Canceled");
    // What was under way arrives; then nothing does while the counter goes on.
    await()
        .atMost(PATIENCE)
        .until(() -> System.nanoTime() - lastArrival() > Duration.ofSeconds(3).toNanos());
  }

  @Test
  @Order(5)
  void manyNodesComeByOneRequestAndGoByAnother() throws Exception {
    List<String> nodes =
        IntStream.rangeClosed(1, COUNTERS).mapToObj(n -> "nsu=urn:bactrian:load;i=" + n).toList();
    int before = plant.samples().size();

    post(
        "bulk",
        nodes.stream()
            .map(
                node ->
                    """
                    {"nodeId": "%s", "samplingInterval": "00:00:00.250",
                      "publishingInterval": "00:00:00.500"}
                    """
                        .formatted(node))
            .collect(Collectors.joining(",", "{\"NodesToAdd\": [", "]}")));

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(nodesSince(before))
                    .as(plant::log)
                    .containsExactlyInAnyOrderElementsOf(nodes));
    post(
        "bulk",
        nodes.stream()
            .map(node -> "\"" + node + "\"")
            .collect(Collectors.joining(",", "{\"NodesToRemove\": [", "]}")));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(plant.holder(endpoint)).as(plant::log).isEmpty());
  }

  private static long lastArrival() {
    return plant.samples().get(plant.samples().size() - 1).nanos();
  }

  private static Set<String> nodesSince(int sample) {
    return plant.samples().stream()
        .skip(sample)
        .map(OrchestratedEdges.Sample::nodeId)
        .collect(Collectors.toSet());
  }

  private static void post(String operation, String body) throws Exception {
    plant.api().post("/publisher/v2/publish/" + endpoint + "/" + operation, body);
  }

  private static void awaitSamples(String device, int count) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        plant.samples().stream().filter(one -> one.device().equals(device)).count())
                    .as(plant::log)
                    .isGreaterThanOrEqualTo(count));
  }
}
