package org.bactrian.opcua.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.opcua.testkit.TestPlant.counters;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bactrian.opcua.service.RequestBounds;
import org.bactrian.opcua.service.ServerOperationLimits;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.testkit.Recorder;
import org.bactrian.opcua.testkit.TestPlant;
import org.bactrian.simulator.settings.SimulatorLimits;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLimitsTest {

  private static final SubscriptionSettings FAST =
      SubscriptionSettings.DEFAULT.withPublishingInterval(Duration.ofMillis(200));

  @TempDir Path folder;
  private final Recorder received = new Recorder();

  @Test
  void twelveThousandItemsAreSplitOverThreeSubscriptionsAndAllFlow() throws Exception {
    try (TestPlant plant =
            TestPlant.start(
                folder, s -> s.withLoadNodes(12_000).withLoadRate(Duration.ofMillis(500)));
        SessionPool pool = new SessionPool(TestPlant.client(folder))) {
      LogicalSubscription subscription =
          (LogicalSubscription) open(pool, plant).subscribe(FAST, received);

      subscription.monitor(counters(1, 12_000));

      await().atMost(Duration.ofSeconds(60)).until(() -> received.itemsWithValues() == 12_000);
      assertThat(subscription.parts())
          .extracting(ServerSubscription::size)
          .containsExactlyInAnyOrder(5_000, 5_000, 2_000);
      assertThat(received.gaps()).isEmpty();
    }
  }

  @Test
  void callsAreAsSmallAsTheServerAsks() throws Exception {
    try (TestPlant plant =
            start(SimulatorLimits.DEFAULT.withMonitoredItemsPerCall(7).withNodesPerRead(1));
        SessionPool pool = new SessionPool(TestPlant.client(folder))) {
      open(pool, plant).subscribe(FAST, received).monitor(counters(1, 20));

      await().until(() -> received.itemsWithValues() == 20);
    }
  }

  @Test
  void boundsOfTheUserHoldWhereTheServerAllowsMore() throws Exception {
    try (TestPlant plant = start(SimulatorLimits.DEFAULT.withNodesPerRead(50));
        SessionPool pool =
            new SessionPool(TestPlant.client(folder).withRequestBounds(new RequestBounds(60, 3)))) {
      Session session = open(pool, plant);
      OpcUaClient client = session.client().get(20, TimeUnit.SECONDS);

      ServerOperationLimits limits = ServerOperationLimits.of(client).get(20, TimeUnit.SECONDS);
      pool.reset();
      await().until(() -> pool.statistics().get(0).connects() == 2);
      OpcUaClient next = session.client().get(20, TimeUnit.SECONDS);

      assertThat(limits.nodesPerRead()).isEqualTo(50);
      assertThat(limits.nodesPerBrowse()).isEqualTo(3);
      assertThat(ServerOperationLimits.of(next).get(20, TimeUnit.SECONDS)).isEqualTo(limits);
    }
  }

  @Test
  void itemsThatTheServerHasNoRoomForAreReportedAndMadeWhenThereIsRoom() throws Exception {
    try (TestPlant plant = start(SimulatorLimits.DEFAULT.withMonitoredItemsPerSession(10));
        SessionPool pool = new SessionPool(quickToRetry())) {
      Subscription subscription = open(pool, plant).subscribe(FAST, received);
      subscription.monitor(counters(1, 20));
      await().until(() -> received.itemsWithValues() == 10 && received.statusCount() == 20);
      List<String> refused =
          IntStream.rangeClosed(1, 20)
              .mapToObj(n -> "c" + n)
              .filter(key -> received.statuses(key).get(0).isBad())
              .toList();
      assertThat(refused).hasSize(10);
      assertThat(received.statuses(refused.get(0)).get(0).value())
          .isEqualTo(StatusCodes.Bad_TooManyMonitoredItems);

      subscription.monitor(
          counters(1, 20).stream().filter(item -> refused.contains(item.key())).toList());

      await().until(() -> refused.stream().allMatch(key -> received.count(key) > 0));
    }
  }

  @Test
  void aSubscriptionThatTheServerHasNoRoomForIsMadeWhenThereIsRoom() throws Exception {
    try (TestPlant plant =
            start(SimulatorLimits.DEFAULT.withSubscriptionsPerSession(1).withSessions(1));
        SessionPool pool = new SessionPool(quickToRetry())) {
      Session session = open(pool, plant);
      Recorder first = new Recorder();
      Subscription one = session.subscribe(FAST, first);
      one.monitor(counters(1, 2));
      await().until(() -> first.count("c1") > 3);
      session.subscribe(FAST, received).monitor(counters(3, 4));
      int before = first.count("c1");
      await().until(() -> first.count("c1") > before + 10 && received.statusCount() > 0);
      assertThat(received.itemsWithValues()).isZero();
      assertThat(received.statuses("c3"))
          .singleElement()
          .matches(status -> status.value() == StatusCodes.Bad_TooManySubscriptions);

      one.close();

      await().until(() -> received.count("c3") > 3);
    }
  }

  private TestPlant start(SimulatorLimits limits) throws Exception {
    return TestPlant.start(folder, s -> s.withLimits(limits));
  }

  private OpcUaClientSettings quickToRetry() {
    return TestPlant.client(folder)
        .withSubscriptions(SubscriptionLimits.DEFAULT.withItemRetryDelay(Duration.ofSeconds(1)));
  }

  private static Session open(SessionPool pool, TestPlant plant) {
    return pool.open(
        ConnectionSettings.of(plant.url()).withSecurityMode(RequiredSecurityMode.NONE));
  }
}
