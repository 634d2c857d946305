package org.bactrian.edge.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;
import org.bactrian.edge.module.ModuleOperations;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.edge.publisher.stream.StreamCounter;
import org.bactrian.edge.publisher.stream.WriterStatus;
import org.bactrian.patience.Exercises;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Watchdogs of nodes that report nothing. */
@Exercises(
    attributes = {
      "OpcNodeWatchdogTimespan",
      "OpcNodeWatchdogCondition",
      "DataSetWriterWatchdogBehavior"
    })
class PublishedWatchdogTest extends PublishedLoad {

  /** The name of the server's product, which does not change. */
  private static final String CONSTANT = "{'Id': 'i=2261'}";

  /** A counter that reports every 20 ms. */
  private static final String COUNTER = "{'Id': 'nsu=urn:bactrian:load;i=1'}";

  private static final String ABSENT = "{'Id': 'i=932534'}";

  private final List<Integer> exits = new CopyOnWriteArrayList<>();
  private final List<Integer> halts = new CopyOnWriteArrayList<>();
  private volatile boolean failing;

  @BeforeEach
  void start() throws Exception {
    file.bind(ModuleOperations.PROCESS_EXIT, (IntConsumer) this::exit);
    file.bind(ModuleOperations.PROCESS_HALT, (IntConsumer) halts::add);
  }

  private void publish(String behavior, String condition, String... nodes) {
    publishWatched("00:00:00.3", behavior, condition, nodes);
  }

  private void exit(int status) {
    exits.add(status);
    if (failing) {
      throw new IllegalStateException("of a test");
    }
  }

  private void publishWatched(String span, String behavior, String condition, String... nodes) {
    publishWatched(PublishingDefaults.compatible("edge"), span, behavior, condition, nodes);
  }

  private void publishWatched(
      PublishingDefaults defaults,
      String span,
      String behavior,
      String condition,
      String... nodes) {
    publishAt(plant.endpointUrl(), defaults, span, behavior, condition, nodes);
  }

  private void publishAt(
      String server,
      PublishingDefaults defaults,
      String span,
      String behavior,
      String condition,
      String... nodes) {
    file.publish(
        defaults,
        """
        [{'EndpointUrl': '%s', 'DataSetPublishingInterval': 20, 'DataSetSamplingInterval': 20,
          'BatchSize': 1, 'OpcNodeWatchdogTimespan': '%s',
          'DataSetWriterWatchdogBehavior': '%s', 'OpcNodeWatchdogCondition': '%s',
          'OpcNodes': [%s]}]
        """
            .formatted(server, span, behavior, condition, String.join(",", nodes)));
  }

  private int late() {
    return file.component().status().stream()
        .flatMap(group -> group.writers().stream())
        .mapToInt(WriterStatus::lateItems)
        .sum();
  }

  private long resets() {
    return file.component().total().count(StreamCounter.WATCHDOG_RESETS);
  }

  private long samples(String node) {
    return file.elements().stream()
        .filter(sample -> node.contains("'" + sample.path("NodeId").asText() + "'"))
        .count();
  }

  @Test
  void aNodeThatReportsNothingIsCountedAsLateAndOneThatIsRefusedIsNot() {
    publish("Diagnostic", "WhenAnyIsLate", CONSTANT, ABSENT);

    await().until(() -> late() == 1 && samples(CONSTANT) == 1);

    assertThat(resets()).isZero();
  }

  @Test
  void aResetMakesTheSubscriptionAnewWithTheFirstValueOfEachNode() {
    publish("Reset", "WhenAllAreLate", CONSTANT, ABSENT);

    await().until(() -> samples(CONSTANT) >= 2);

    assertThat(resets()).isPositive();
    await().until(() -> late() == 0);
  }

  @Test
  void oneNodeThatReportsKeepsAWriterWhoseNodesWouldAllHaveToBeLate() {
    // Long enough for a busy machine to report the counter within it.
    publishWatched("00:00:03", "Reset", "WhenAllAreLate", CONSTANT, COUNTER);
    await().until(() -> late() == 1);
    long reported = samples(COUNTER);
    await().until(() -> samples(COUNTER) > reported + 50);

    assertThat(resets()).isZero();
    assertThat(samples(CONSTANT)).isEqualTo(1);

    publish("Reset", "WhenAnyIsLate", CONSTANT, COUNTER);

    await().until(() -> resets() > 0);
  }

  @Test
  void aSpanShorterThanTheTimeBetweenReportsHoldsUpNeitherTheWriterNorTheServer() {
    publishWatched("00:00:00.0000001", "Reset", "WhenAnyIsLate", COUNTER);

    await().until(() -> samples(COUNTER) >= 40);

    assertThat(resets()).isEqualTo(1);
  }

  @Test
  void theProcessEndsInOrderOrAtOnceAsTheFileSays() {
    publish("ExitProcess", "WhenAnyIsLate", CONSTANT);
    await().until(() -> !exits.isEmpty());
    assertThat(halts).isEmpty();

    publish("FailFast", "WhenAnyIsLate", CONSTANT);
    await().until(() -> !halts.isEmpty());

    assertThat(exits).containsExactly(246);
    assertThat(halts).containsExactly(246);
  }

  @Test
  void aServerThatWasAwayForLongerThanTheSpanHasAllOfItOnceItIsThere() throws Exception {
    SimulatorSettings settings = settings(folder.resolve("away"));
    Simulator away = Simulator.start(settings);
    settings = settings.withPort(away.port());
    away.close();
    publishAt(
        away.endpointUrl(),
        PublishingDefaults.compatible("edge"),
        "00:00:02",
        "ExitProcess",
        "WhenAllAreLate",
        COUNTER);
    await().during(Duration.ofSeconds(3)).until(() -> samples(COUNTER) == 0);

    try (Simulator back = Simulator.start(settings)) {
      await().until(() -> samples(COUNTER) > 10);

      assertThat(exits).isEmpty();
      assertThat(back.port()).isEqualTo(settings.port());
    }
  }

  @Test
  void anInternalErrorIsToldAsAGap() {
    failing = true;
    publishWatched(
        PublishingDefaults.strict("edge"), "00:00:00.3", "ExitProcess", "WhenAnyIsLate", CONSTANT);

    await()
        .until(() -> file.sent().stream().anyMatch(sent -> sent.body().contains("internal error")));

    assertThat(exits).isNotEmpty();
  }
}
