package org.bactrian.cloud.onboarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.bactrian.cloud.TestCloud;
import org.bactrian.cloud.storage.DatabaseSettings;
import org.bactrian.cloud.storage.Postgres;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries as Service Bus makes them: twice, in any order, to several replicas at once. */
class ReplayTest {

  @TempDir static Path ordered;
  private static Map<String, String> fourHundredInOrder;

  @TempDir Path folder;

  @BeforeAll
  static void takeFourHundredInOrder() throws Exception {
    fourHundredInOrder = RegistryState.unstamped(inOrder(ordered, fourHundredEvents()));
  }

  @Test
  void aThousandEventsReplayedTwiceInRandomOrderLeaveTheSameRegistry() throws Exception {
    List<Plant.Message> events = aThousandEvents();
    assertThat(events).hasSizeGreaterThanOrEqualTo(1_000);
    Map<String, String> inOrder = inOrder(folder.resolve("order"), events);
    assertThat(inOrder).hasSizeGreaterThan(200);

    try (TestCloud cloud = TestCloud.in(Files.createDirectory(folder.resolve("random")))) {
      gateways(cloud);
      Random random = new Random(42);
      Collections.shuffle(events, random);
      events.forEach(event -> take(cloud, event));
      Map<String, String> once = RegistryState.of(cloud);
      Collections.shuffle(events, random);
      events.forEach(event -> take(cloud, event));

      assertThat(RegistryState.differences(RegistryState.of(cloud), once)).isEmpty();
      assertThat(
              RegistryState.differences(
                  RegistryState.unstamped(once), RegistryState.unstamped(inOrder)))
          .isEmpty();
    }
  }

  @Test
  void twoReplicasThatGetTheSameEventsAtOnceLeaveTheSameRegistry() throws Exception {
    replicas(DatabaseSettings.at("jdbc:h2:mem:replicas;DB_CLOSE_DELAY=-1", "bactrian", ""));
  }

  @Test
  void twoReplicasOnPostgresqlLeaveTheSameRegistry() throws Exception {
    Optional<DatabaseSettings> postgres = Postgres.fresh("replay_test");
    assumeTrue(postgres.isPresent(), Postgres.reason());

    replicas(postgres.get());
  }

  private void replicas(DatabaseSettings shared) throws Exception {
    List<Plant.Message> events = fourHundredEvents();
    Path data = Files.createDirectory(folder.resolve("two"));
    try (TestCloud first = TestCloud.in(data, shared, InstantSource.system());
        TestCloud second = first.replica(shared)) {
      gateways(first);
      ExecutorService consumers = Executors.newFixedThreadPool(4);
      Collections.shuffle(events, new Random(7));
      for (Plant.Message event : events) {
        consumers.execute(() -> take(first, event));
        consumers.execute(() -> take(second, event));
      }
      consumers.shutdown();
      assertThat(consumers.awaitTermination(120, TimeUnit.SECONDS)).isTrue();
      second.onboarding.tidy(600_000);

      assertThat(
              RegistryState.differences(
                  RegistryState.unstamped(RegistryState.of(first)), fourHundredInOrder))
          .isEmpty();
    }
  }

  private static List<Plant.Message> fourHundredEvents() {
    return new ArrayList<>(aThousandEvents().subList(0, 400));
  }

  private static Map<String, String> inOrder(Path data, List<Plant.Message> events)
      throws Exception {
    try (TestCloud cloud = TestCloud.in(Files.createDirectories(data))) {
      gateways(cloud);
      events.forEach(event -> take(cloud, event));
      return RegistryState.of(cloud);
    }
  }

  /** Scans of two plants, in which servers come, go and come back. */
  private static List<Plant.Message> aThousandEvents() {
    List<Plant.Message> events = new ArrayList<>();
    Plant first = new Plant("edge1");
    Plant second = new Plant("edge2");
    events.addAll(first.scan("2026-01-02T03:00:00Z", Plant.servers(0, 40)));
    events.addAll(first.scan("2026-01-02T04:00:00Z", Plant.servers(20, 60)));
    events.addAll(first.ask("2026-01-02T04:30:00Z", 3, 70));
    events.addAll(second.scan("2026-01-02T04:40:00Z", Plant.servers(50, 100)));
    events.addAll(first.scan("2026-01-02T05:00:00Z", Plant.servers(10, 50)));
    events.addAll(first.scanOf("2026-01-02T05:20:00Z", "10.0.0.0/27", Plant.servers(5, 12)));
    events.addAll(second.scan("2026-01-02T05:40:00Z", Plant.servers(70, 130)));
    events.addAll(first.scan("2026-01-02T06:00:00Z", Plant.servers(0, 30)));
    events.addAll(first.scanOf("2026-01-02T06:30:00Z", "10.0.0.16-10.0.0.90", Plant.servers(0, 9)));
    events.addAll(first.scan("2026-01-02T07:00:00Z", Plant.servers(0, 70)));
    return events;
  }

  private static void gateways(TestCloud cloud) {
    cloud.offlineModule("edge1", "discovery");
    cloud.offlineModule("edge2", "discovery");
  }

  private static void take(TestCloud cloud, Plant.Message event) {
    cloud.onboarding.take(event.body(), event.properties());
  }
}
