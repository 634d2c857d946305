package org.bactrian.opcua.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.opcua.testkit.TestPlant.counters;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.session.SessionState;
import org.bactrian.opcua.session.SessionStatistics;
import org.bactrian.opcua.testkit.Recorder;
import org.bactrian.opcua.testkit.TestPlant;
import org.bactrian.simulator.settings.SimulatorLimits;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that grant a session fewer subscriptions than are wanted. */
class SubscriptionOverflowTest {

  private static final int PER_SESSION = 2;
  private static final SubscriptionSettings FAST =
      SubscriptionSettings.DEFAULT.withPublishingInterval(Duration.ofMillis(100));

  @TempDir static Path folder;
  private static TestPlant plant;

  private final List<Recorder> recorders = new ArrayList<>();
  private final List<Subscription> subscriptions = new ArrayList<>();
  private SessionPool pool;
  private Session session;

  @BeforeAll
  static void startPlant() throws Exception {
    plant =
        TestPlant.start(
            folder,
            s ->
                s.withLimits(
                    SimulatorLimits.DEFAULT
                        .withSubscriptionsPerSession(PER_SESSION)
                        .withSessions(4)));
  }

  @AfterAll
  static void stopPlant() throws Exception {
    plant.close();
  }

  @AfterEach
  void closePool() {
    pool.close();
    await().until(() -> plant.monitoredItems() == 0);
  }

  @Test
  void otherSessionsTakeWhatTheFirstHasNoRoomForAndEndWithIt() {
    open(SubscriptionLimits.DEFAULT);

    subscribe(5);

    awaitValuesOf(5);
    assertThat(pool.statistics())
        .extracting(statistics -> statistics.subscriptions().subscriptions())
        .containsExactly(2, 2, 1);
    assertThat(pool.statistics()).extracting(SessionStatistics::holders).containsExactly(1, 0, 0);
    for (Recorder recorder : recorders) {
      assertThat(recorder.gaps()).isEmpty();
      assertThat(recorder.statuses("c1")).containsExactly(StatusCode.GOOD);
      assertThat(recorder.jumps("c1")).isEmpty();
    }

    subscriptions.remove(4).close();

    await().until(() -> pool.statistics().size() == 2);
    awaitValuesOf(4);
  }

  @Test
  void allSessionsAreMadeAnewAndLoseNothing() {
    open(SubscriptionLimits.DEFAULT);
    subscribe(4);
    awaitValuesOf(4);

    pool.reset();

    await().until(() -> pool.statistics().stream().allMatch(one -> one.connects() == 2));
    awaitValuesOf(4);
    for (Recorder recorder : recorders) {
      assertThat(recorder.gaps()).isEmpty();
      assertThat(recorder.jumps("c1")).isEmpty();
    }
  }

  @Test
  void aRestartOfTheServerIsOneGapInEachSession() throws Exception {
    open(SubscriptionLimits.DEFAULT);
    subscribe(4);
    awaitValuesOf(4);

    plant.kill();
    plant.startAgain();

    await()
        .until(
            () ->
                pool.statistics().stream()
                    .allMatch(
                        one ->
                            one.connects() == 2 && one.state() instanceof SessionState.Connected));
    awaitValuesOf(4);
    for (Recorder recorder : recorders) {
      assertThat(recorder.gaps()).containsExactly(GapCause.RECREATED);
    }
  }

  @Test
  void whereNoFurtherSessionIsAllowedTheRefusalIsToldAndWhatWaitsTakesRoomThatIsLeft() {
    open(SubscriptionLimits.DEFAULT.withMaxOverflowSessions(1));
    subscribe(4);
    awaitValuesOf(4);

    subscribe(1);

    Recorder last = recorders.get(4);
    await().until(() -> !last.statuses("c1").isEmpty());
    assertThat(last.statuses("c1"))
        .extracting(StatusCode::value)
        .containsExactly(StatusCodes.Bad_TooManySubscriptions);

    subscriptions.get(2).close();
    recorders.remove(2);

    awaitValuesOf(4);
  }

  @Test
  void aServerThatIsFullGetsASubscriptionWhenItHasRoomAndNoSessionStaysOpenForNothing()
      throws Exception {
    open(SubscriptionLimits.DEFAULT);
    subscribe(8);
    awaitValuesOf(8);

    subscribe(1);

    Recorder last = recorders.get(8);
    await().until(() -> !last.statuses("c1").isEmpty());
    await().until(() -> pool.statistics().size() == 4);

    subscriptions.get(0).close();
    recorders.remove(0);

    awaitValuesOf(8);
  }

  @Test
  void aSubscriptionThatNeedsMoreThanIsLeftMovesAsAWhole() {
    open(SubscriptionLimits.DEFAULT.withMaxItemsPerServerSubscription(3));
    subscribe(1);
    awaitValuesOf(1);

    Recorder large = new Recorder();
    session.subscribe(FAST, large).monitor(counters(1, 6));

    await().until(() -> large.itemsWithValues() == 6 && large.count("c6") > 3);
    await()
        .untilAsserted(
            () ->
                assertThat(pool.statistics())
                    .extracting(statistics -> statistics.subscriptions().monitoredItems())
                    .containsExactly(1, 6));
    assertThat(recorders.get(0).gaps()).isEmpty();
  }

  private void open(SubscriptionLimits limits) {
    pool =
        new SessionPool(
            TestPlant.client(folder)
                .withSubscriptions(limits.withItemRetryDelay(Duration.ofSeconds(1))));
    // The simulator hands subscriptions over only where it knows the client.
    session =
        pool.open(ConnectionSettings.of(plant.url()).withSecurityMode(RequiredSecurityMode.SIGN));
  }

  private void subscribe(int count) {
    for (int i = 0; i < count; i++) {
      Recorder recorder = new Recorder();
      Subscription subscription = session.subscribe(FAST, recorder);
      subscription.monitor(counters(1, 1));
      recorders.add(recorder);
      subscriptions.add(subscription);
    }
  }

  /** That many get new values. */
  private void awaitValuesOf(int count) {
    List<Integer> before = recorders.stream().map(recorder -> recorder.count("c1")).toList();
    for (int i = 0; i < count; i++) {
      int some = before.get(i) + 3;
      Recorder recorder = recorders.get(i);
      await().until(() -> recorder.count("c1") > some);
    }
  }
}
