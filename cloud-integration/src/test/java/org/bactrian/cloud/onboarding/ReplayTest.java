package org.bactrian.cloud.onboarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Deliveries as Service Bus makes them: twice, in any order, to several replicas at once. */
class ReplayTest {

  private static Map<String, String> registryInOrder;

  @BeforeAll
  static void takeInOrder() {
    registryInOrder = RegistryState.unstamped(inOrder(events(1)));
  }

  @Test
  @Tag("faults")
  void aThousandEventsReplayedTwiceInRandomOrderLeaveTheSameRegistry() {
    List<Plant.Message> events = events(4);
    assertThat(events).hasSizeGreaterThanOrEqualTo(1_000);
    Map<String, String> inOrder = RegistryState.unstamped(inOrder(events));
    assertThat(inOrder).hasSizeGreaterThan(200);

    replayed(events, inOrder);
  }

  @Test
  void eventsReplayedTwiceInRandomOrderLeaveTheSameRegistry() {
    replayed(events(1), registryInOrder);
  }

  private static void replayed(List<Plant.Message> events, Map<String, String> inOrder) {
    try (TestCloud cloud = TestCloud.empty()) {
      gateways(cloud);
      Random random = new Random(42);
      Collections.shuffle(events, random);
      events.forEach(event -> take(cloud, event));
      Map<String, String> once = RegistryState.of(cloud);
      Collections.shuffle(events, random);
      events.forEach(event -> take(cloud, event));

      assertThat(RegistryState.differences(RegistryState.of(cloud), once)).isEmpty();
      assertThat(RegistryState.differences(RegistryState.unstamped(once), inOrder)).isEmpty();
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
    List<Plant.Message> events = events(1);
    try (TestCloud cloud = TestCloud.empty();
        TestCloud first = cloud.replica(shared);
        TestCloud second = cloud.replica(shared)) {
      gateways(cloud);
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
                  RegistryState.unstamped(RegistryState.of(first)), registryInOrder))
          .isEmpty();
    }
  }

  private static Map<String, String> inOrder(List<Plant.Message> events) {
    try (TestCloud cloud = TestCloud.empty()) {
      gateways(cloud);
      events.forEach(event -> take(cloud, event));
      return RegistryState.of(cloud);
    }
  }

  /**
   * Scans of two plants, in which servers come, go and come back.
   *
   * @param scale power of two by which there are more servers
   */
  private static List<Plant.Message> events(int scale) {
    List<Plant.Message> events = new ArrayList<>();
    Plant first = new Plant("edge1");
    Plant second = new Plant("edge2");
    String block = "10.0.0.0/" + (29 - Integer.numberOfTrailingZeros(scale));
    String range = "10.0.0.%d-10.0.0.%d".formatted(4 * scale, 22 * scale);
    events.addAll(first.scan("2026-01-02T03:00:00Z", Plant.servers(0, 10 * scale)));
    events.addAll(first.scan("2026-01-02T04:00:00Z", Plant.servers(5 * scale, 15 * scale)));
    events.addAll(first.ask("2026-01-02T04:30:00Z", 3, 17 * scale));
    events.addAll(second.scan("2026-01-02T04:40:00Z", Plant.servers(12 * scale, 25 * scale)));
    events.addAll(first.scan("2026-01-02T05:00:00Z", Plant.servers(2 * scale, 12 * scale)));
    events.addAll(first.scanOf("2026-01-02T05:20:00Z", block, Plant.servers(scale, 3 * scale)));
    events.addAll(second.scan("2026-01-02T05:40:00Z", Plant.servers(17 * scale, 32 * scale)));
    events.addAll(first.scan("2026-01-02T06:00:00Z", Plant.servers(0, 7 * scale)));
    events.addAll(first.scanOf("2026-01-02T06:30:00Z", range, Plant.servers(0, 2 * scale)));
    events.addAll(first.scan("2026-01-02T07:00:00Z", Plant.servers(0, 17 * scale)));
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
