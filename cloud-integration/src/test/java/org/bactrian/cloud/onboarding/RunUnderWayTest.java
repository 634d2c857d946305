package org.bactrian.cloud.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.bactrian.cloud.TestCloud;
import org.junit.jupiter.api.Test;

/** Messages that come while their run is taken into the registry. */
class RunUnderWayTest {

  @Test
  void aRunIsAppliedByOneThreadOfAReplicaHoweverManyOfItsMessagesComeMeanwhile() {
    List<Plant.Message> run = new Plant("edge1").scan("2026-01-02T03:00:00Z", 1, 2, 3);
    Plant.Message last = run.get(run.size() - 1);
    Set<Thread> appliers = ConcurrentHashMap.newKeySet();
    AtomicBoolean begun = new AtomicBoolean();
    AtomicReference<TestCloud> replica = new AtomicReference<>();

    try (TestCloud cloud = TestCloud.empty();
        TestCloud watched =
            cloud.replica(
                event -> {
                  appliers.add(Thread.currentThread());
                  if (begun.compareAndSet(false, true)) {
                    CompletableFuture.runAsync(() -> take(replica.get(), last)).join();
                  }
                })) {
      cloud.offlineModule("edge1", "discovery");
      replica.set(watched);

      run.forEach(message -> take(watched, message));

      assertThat(appliers).containsExactly(Thread.currentThread());
      assertThat(watched.applications.getListOfApplications(null, null).items()).hasSize(3);
    }
  }

  private static void take(TestCloud cloud, Plant.Message message) {
    cloud.onboarding.take(message.body(), message.properties());
  }
}
