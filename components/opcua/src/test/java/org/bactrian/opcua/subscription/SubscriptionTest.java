package org.bactrian.opcua.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.opcua.testkit.TestPlant.counter;
import static org.bactrian.opcua.testkit.TestPlant.counters;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.SecurityMode;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.testkit.Recorder;
import org.bactrian.opcua.testkit.TestPlant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubscriptionTest {

  private static final SubscriptionSettings FAST =
      SubscriptionSettings.DEFAULT.withPublishingInterval(Duration.ofMillis(100));

  @TempDir Path folder;
  private TestPlant plant;
  private SessionPool pool;
  private Session session;
  private final Recorder received = new Recorder();

  @BeforeEach
  void start() throws Exception {
    plant = TestPlant.start(folder);
    pool = new SessionPool(TestPlant.client(folder));
    session = pool.open(ConnectionSettings.of(plant.url()).withSecurity(SecurityMode.NONE, ""));
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
        pool.open(ConnectionSettings.of(plant.url()).withSecurity(SecurityMode.NONE, "None"));
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

    await().atMost(Duration.ofSeconds(30)).until(() -> received.count("c5") > 5);
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
}
