package org.bactrian.opcua.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.opcua.testkit.TestPlant.counter;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.testkit.Recorder;
import org.bactrian.opcua.testkit.TestPlant;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Items that the server refuses beside items that it monitors, and the server restarts. */
class RefusedItemsOverRestartTest {

  private static final SubscriptionSettings FAST =
      SubscriptionSettings.DEFAULT.withPublishingInterval(Duration.ofMillis(100));
  private static final int NODES = 10;

  @TempDir static Path folder;
  private static TestPlant plant;
  private static SessionPool pool;

  private final Map<String, Recorder> recorders = new LinkedHashMap<>();
  private Session session;

  @BeforeAll
  static void startPlant() throws Exception {
    plant = TestPlant.start(folder, s -> s.withLoadNodes(NODES).withLoadRate(TestPlant.RATE));
    pool =
        new SessionPool(
            TestPlant.client(folder)
                .withSubscriptions(
                    SubscriptionLimits.DEFAULT.withItemRetryDelay(Duration.ofSeconds(1))));
  }

  @AfterAll
  static void stopPlant() throws Exception {
    pool.close();
    plant.close();
  }

  @BeforeEach
  void open() {
    session =
        pool.open(ConnectionSettings.of(plant.url()).withSecurityMode(RequiredSecurityMode.NONE));
  }

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void anUnknownNodeSilencesNoOtherWhereverItStands() throws Exception {
    subscribe("first", 99, 1, 2, 3);
    subscribe("middle", 1, 99, 2, 3);
    subscribe("last", 1, 2, 3, 99);
    subscribe("several", 97, 1, 98, 2, 3, 99);
    subscribe("only unknown", 97, 98);
    awaitValues(1, 2, 3);

    restartWith(NODES);

    awaitValues(1, 2, 3);
    assertThat(pool.statistics().get(0).connects()).isEqualTo(2);
    recorders.forEach(
        (name, recorder) ->
            assertThat(recorder.gaps())
                .as(name)
                .isEqualTo(name.equals("only unknown") ? List.of() : List.of(GapCause.RECREATED)));
    SubscriptionCounts counts = pool.statistics().get(0).subscriptions();
    assertThat(counts.monitoredItems()).isEqualTo(12).isEqualTo(plant.monitoredItems());
    assertThat(counts.refusedItems()).isEqualTo(8);
  }

  @Test
  void aNodeThatBecomesKnownOverTheRestartFlowsAndOneThatBecomesUnknownIsReported()
      throws Exception {
    subscribe("grows", 15, 1, 16, 2);
    awaitValues(1, 2);

    restartWith(20);

    awaitValues(1, 2, 15, 16);

    restartWith(NODES);

    awaitValues(1, 2);
    Recorder recorder = recorders.get("grows");
    await().until(() -> recorder.statuses("c15").size() == 3);
    assertThat(recorder.statuses("c15"))
        .extracting(status -> status.value())
        .containsExactly(
            StatusCodes.Bad_NodeIdUnknown, StatusCodes.Good, StatusCodes.Bad_NodeIdUnknown);
    assertThat(recorder.gaps()).containsExactly(GapCause.RECREATED, GapCause.RECREATED);
    assertThat(plant.monitoredItems()).isEqualTo(2);
  }

  private void subscribe(String name, int... counters) {
    Recorder recorder = new Recorder();
    recorders.put(name, recorder);
    List<MonitoredItem> items = new ArrayList<>();
    IntStream.of(counters).forEach(number -> items.add(counter(number)));
    session.subscribe(FAST, recorder).monitor(items);
  }

  /** Every recorder that has counters gets new values of them. */
  private void awaitValues(int... counters) {
    recorders.forEach(
        (name, recorder) -> {
          if (!name.equals("only unknown")) {
            for (int number : counters) {
              int before = recorder.count("c" + number);
              await(name).until(() -> recorder.count("c" + number) > before + 2);
            }
          }
        });
  }

  private void restartWith(int nodes) throws Exception {
    plant.kill();
    plant.startAgain(s -> s.withLoadNodes(nodes).withLoadRate(TestPlant.RATE));
  }
}
