package org.bactrian.opcua.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.bactrian.opcua.testkit.TestPlant.counter;
import static org.bactrian.opcua.testkit.TestPlant.counters;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bactrian.opcua.node.NodeIdText;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.session.SessionState;
import org.bactrian.opcua.testkit.Recorder;
import org.bactrian.opcua.testkit.TestPlant;
import org.bactrian.patience.TcpRelay;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubscriptionTest {

  private static final SubscriptionSettings FAST =
      SubscriptionSettings.DEFAULT.withPublishingInterval(Duration.ofMillis(100));

  private static final int QUEUED = 5;

  @TempDir Path folder;
  private TestPlant plant;
  private SessionPool pool;
  private Session session;
  private final Recorder received = new Recorder();

  @BeforeEach
  void start() throws Exception {
    plant = TestPlant.start(folder);
    pool =
        new SessionPool(
            TestPlant.client(folder)
                .withSubscriptions(
                    SubscriptionLimits.DEFAULT
                        .withMaxQueuedMessages(QUEUED)
                        .withItemRetryDelay(Duration.ofSeconds(1))
                        .withMaxItemRetryDelay(Duration.ofHours(1))));
    session =
        pool.open(ConnectionSettings.of(plant.url()).withSecurityMode(RequiredSecurityMode.NONE));
  }

  @AfterEach
  void stop() throws Exception {
    pool.close();
    plant.close();
  }

  @Test
  void everyTickOfACounterArrivesOnceAndInOrder() {
    Subscription subscription = session.subscribe(FAST, received);

    subscription.monitor(counters(1, 10));

    await().until(() -> received.count("c1") > 40 && received.count("c10") > 40);
    assertThat(received.jumps("c1")).isEmpty();
    assertThat(received.gaps()).isEmpty();
    assertThat(received.overlapped()).isFalse();
    assertThat(received.sequence()).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void itemsCanBeAskedForBeforeThereIsAServer() throws Exception {
    plant.kill();
    Session early =
        pool.open(
            ConnectionSettings.of(plant.url())
                .withSecurityMode(RequiredSecurityMode.NONE)
                .withSecurityPolicyUri("None"));
    early.subscribe(FAST, received).monitor(counters(1, 3)).get(5, TimeUnit.SECONDS);

    plant.startAgain();

    await().until(() -> received.count("c3") > 3);
  }

  @Test
  void aServerThatRestartsIsSubscribedAgainWithoutTheUserDoingAnything() throws Exception {
    session.subscribe(FAST, received).monitor(counters(1, 5));
    await().until(() -> received.count("c5") > 5);

    plant.kill();
    received.clear();
    plant.startAgain();

    await().until(() -> received.count("c5") > 5);
    assertThat(received.gaps()).containsExactly(GapCause.RECREATED);
  }

  @Test
  void aNodeThatDoesNotExistIsReportedAndTheOthersFlow() {
    MonitoredItem absent =
        MonitoredItem.value("absent", TestPlant.plantNode("NoSuchNode"), TestPlant.RATE);

    session.subscribe(FAST, received).monitor(List.of(counter(1), absent, counter(2)));

    await().until(() -> received.count("c2") > 3);
    assertThat(received.statuses("absent")).singleElement().matches(s -> s.isBad());
    assertThat(received.statuses("c1")).singleElement().matches(s -> s.isGood());
  }

  @Test
  void aRefusedItemIsTriedAgainLaterEachTimeAndAtOnceWhenNodesMayHaveCome() {
    MonitoredItem absent =
        MonitoredItem.value("absent", TestPlant.plantNode("NoSuchNode"), TestPlant.RATE);
    Subscription subscription = session.subscribe(FAST, received);
    subscription.monitor(List.of(counter(1), absent));
    await().until(() -> subscription.nextTries().containsKey("absent"));
    assertThat(subscription.nextTries()).containsOnlyKeys("absent");
    Instant first = subscription.nextTries().get("absent");

    await().until(() -> Duration.between(first, nextTry(subscription)).toMillis() > 1_500);
    Instant second = nextTry(subscription);
    subscription.retryRefused();

    await().until(() -> nextTry(subscription).isBefore(second));
    assertThat(received.statuses("absent")).hasSize(1);
  }

  private static Instant nextTry(Subscription subscription) {
    return subscription.nextTries().getOrDefault("absent", Instant.EPOCH);
  }

  @Test
  void aSubscriptionThatIsMadeAnewBringsTheFirstValueOfEachItemAgain() {
    MonitoredItem constant =
        MonitoredItem.value("constant", NodeIdText.parse("i=2255"), Duration.ofMillis(100));
    Subscription subscription = session.subscribe(FAST, received);
    subscription.monitor(List.of(constant));
    await().until(() -> received.count("constant") == 1);

    subscription.recreate("a test wants it");

    await().until(() -> received.count("constant") == 2);
    assertThat(received.gaps()).containsExactly(GapCause.RECREATED);
  }

  @Test
  void anItemThatCannotEvenBeAskedForHarmsNoOtherSubscription() throws Exception {
    plant.kill();
    Session early =
        pool.open(
            ConnectionSettings.of(plant.url())
                .withSecurityMode(RequiredSecurityMode.NONE)
                .withSecurityPolicyUri("None"));
    Recorder broken = new Recorder();
    MonitoredItem impossible =
        new MonitoredItem(
            "impossible",
            TestPlant.loadNode(1),
            AttributeId.EventNotifier,
            "",
            TestPlant.RATE,
            1,
            true,
            new MonitoringFilter.Events(null, MonitoringFilter.ConditionUse.CHANGES_ONLY));
    early.subscribe(FAST, broken).monitor(List.of(impossible));
    early.subscribe(FAST, received).monitor(counters(1, 2));

    plant.startAgain();

    await().until(() -> received.count("c2") > 3);
    await().until(() -> !broken.statuses("impossible").isEmpty());
    assertThat(broken.statuses("impossible")).allMatch(status -> status.isBad());
    assertThat(early.state()).isInstanceOf(SessionState.Connected.class);
  }

  @Test
  void aCutInTheNetworkLosesNothingThatTheServerKept() throws Exception {
    try (TcpRelay relay = new TcpRelay(plant.port())) {
      Session cuttable =
          pool.open(ConnectionSettings.of(relay.url()).withSecurityMode(RequiredSecurityMode.NONE));
      cuttable.subscribe(FAST, received).monitor(List.of(counter(1).withQueueSize(2_000)));
      await().until(() -> received.count("c1") > 10);

      relay.cut();
      await().until(() -> cuttable.state() instanceof SessionState.Disconnected);
      relay.mend();

      int before = received.count("c1");
      await().until(() -> received.count("c1") > before + 20);
      assertThat(received.jumps("c1")).isEmpty();
      assertThat(received.gaps()).isEmpty();
    }
  }

  @Test
  void anEditTouchesOnlyTheItemsThatChanged() throws Exception {
    Subscription subscription = session.subscribe(FAST, received);
    subscription.monitor(counters(1, 3));
    await().until(() -> received.count("c3") > 5);

    List<MonitoredItem> edited =
        List.of(counter(1), counter(3).withQueueSize(50), counter(4), counter(5));
    subscription.monitor(edited).get(10, TimeUnit.SECONDS);

    await().until(() -> received.count("c5") > 5);
    int removedCount = received.count("c2");
    int kept = received.count("c1");
    await().until(() -> received.count("c1") > kept + 10);
    assertThat(received.jumps("c1")).isEmpty();
    assertThat(received.statuses("c1")).hasSize(1);
    assertThat(received.count("c2")).isEqualTo(removedCount);
  }

  @Test
  void anItemThatIsAskedForUnderAnotherNodeIsReplaced() throws Exception {
    Subscription subscription = session.subscribe(FAST, received);
    subscription.monitor(List.of(counter(1)));
    await().until(() -> received.count("c1") > 3);

    subscription.monitor(
        List.of(
            MonitoredItem.value(
                "c1", TestPlant.plantNode("Line1/Filler/Product"), TestPlant.RATE)));

    await().until(() -> received.lastValue("c1") instanceof String);
  }

  @Test
  void stoppedPublishingBringsNothingAndResumedBringsWhatTheServerKept() {
    Subscription subscription = session.subscribe(FAST, received);
    subscription.monitor(counters(1, 2));
    await().until(() -> received.count("c1") > 5);

    subscription.publishing(false);
    await().during(Duration.ofMillis(600)).until(() -> received.countStandsStill("c1"));
    int stopped = received.count("c1");
    subscription.publishing(true);

    await().until(() -> received.count("c1") > stopped + 20);
    assertThat(received.jumps("c1")).isEmpty();
    assertThat(received.gaps()).isEmpty();
  }

  @Test
  void whatHadComeWhenASubscriptionOrThePoolIsClosedIsStillDelivered() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    HeldBack one = new HeldBack(released);
    HeldBack other = new HeldBack(released);
    LogicalSubscription closed = (LogicalSubscription) session.subscribe(FAST, one);
    LogicalSubscription left = (LogicalSubscription) session.subscribe(FAST, other);
    closed.monitor(counters(1, 2));
    left.monitor(counters(1, 2));
    await().until(() -> closed.waitingMessages() > 3 && left.waitingMessages() > 3);

    CompletableFuture<Void> delivered = closed.end();
    CompletableFuture<Void> poolClosed = CompletableFuture.runAsync(pool::close);
    await().until(() -> session.state() instanceof SessionState.Closed);
    assertThat(delivered).isNotDone();
    released.countDown();

    delivered.get(10, TimeUnit.SECONDS);
    poolClosed.get(10, TimeUnit.SECONDS);
    assertThat(closed.waitingMessages()).isZero();
    assertThat(left.waitingMessages()).isZero();
    assertThat(one.sequence()).hasSizeGreaterThan(3);
    assertThat(other.sequence()).hasSizeGreaterThan(3);
    assertThat(one.jumps("c1")).isEmpty();
  }

  @Test
  void aListenerThatBlocksHoldsBackItsOwnSubscriptionOnlyAndBoundsWhatWaits() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    Recorder slow = new HeldBack(released);
    LogicalSubscription blocked = (LogicalSubscription) session.subscribe(FAST, slow);
    blocked.monitor(counters(1, 5));
    session.subscribe(FAST, received).monitor(counters(1, 5));
    await().until(() -> blocked.waitingMessages() > QUEUED);

    int before = received.count("c1");
    await().until(() -> received.count("c1") > before + 30);

    // Some come while the server is asked to stop; without a bound there would be 30.
    assertThat(blocked.waitingMessages()).isLessThan(25);
    assertThat(slow.count("c1")).isZero();
    released.countDown();
    await().until(() -> slow.count("c1") > 60);
    assertThat(slow.jumps("c1")).isEmpty();
    assertThat(slow.gaps()).isEmpty();
  }

  @Test
  void aQueueThatWasFullAtTheServerIsToldAsAGap() {
    SubscriptionSettings slow =
        SubscriptionSettings.DEFAULT.withPublishingInterval(Duration.ofSeconds(1));

    session.subscribe(slow, received).monitor(List.of(counter(1).withQueueSize(3)));

    await().until(() -> received.gaps().contains(GapCause.OVERFLOW));
  }

  @Test
  void aQuietSubscriptionSaysThatTheServerLives() {
    SubscriptionSettings chatty =
        new SubscriptionSettings(Duration.ofMillis(100), 1, Duration.ofMinutes(1), 0);

    session
        .subscribe(chatty, received)
        .monitor(
            List.of(
                MonitoredItem.value(
                    "constant", NodeIdText.parse("i=2255"), Duration.ofMillis(100))));

    await().until(() -> received.keepAlives() > 3);
  }

  @Test
  void aFilterOnTheStatusLeavesValuesOut() {
    MonitoredItem statusOnly =
        new MonitoredItem(
            "status",
            TestPlant.loadNode(1),
            AttributeId.Value,
            "",
            TestPlant.RATE,
            10,
            true,
            new MonitoringFilter.DataChange(
                MonitoringFilter.Trigger.STATUS, MonitoringFilter.Deadband.NONE, 0));

    session.subscribe(FAST, received).monitor(List.of(statusOnly, counter(2)));

    await().until(() -> received.count("c2") > 20);
    assertThat(received.count("status")).isEqualTo(1);
  }

  @Test
  void twoItemsUnderOneKeyAreRefused() {
    Subscription subscription = session.subscribe(FAST, received);

    assertThatThrownBy(() -> subscription.monitor(List.of(counter(1), counter(1))))
        .hasMessageContaining("Two items have the key \"c1\"");
  }

  /** Takes nothing until it is released. */
  private static final class HeldBack extends Recorder {

    private final CountDownLatch released;

    HeldBack(CountDownLatch released) {
      this.released = released;
    }

    @Override
    public void onDataChanges(
        NotificationHeader header, List<MonitoredItem> items, List<DataValue> values) {
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      super.onDataChanges(header, items, values);
    }
  }
}
