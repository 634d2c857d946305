package org.bactrian.launcher.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.junit.jupiter.api.Test;

/** Replicas of the cloud whose secret has changed. */
class OneByOneRestartTest {

  private static final Duration PERIOD = Duration.ofMillis(5);
  private static final Duration LONG = Duration.ofHours(1);

  private final AtomicBoolean free = new AtomicBoolean(true);
  private final List<String> ended = new CopyOnWriteArrayList<>();

  private CompletableFuture<Void> restart(String replica, BooleanSupplier take, Duration within) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            new OneByOneRestart(take, PERIOD).await(within);
            ended.add(replica);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void aReplicaEndsWhenTheOneBeforeRunsAgain() {
    AtomicInteger asked = new AtomicInteger();
    BooleanSupplier take =
        () -> {
          asked.incrementAndGet();
          return free.compareAndSet(true, false);
        };
    restart("a", take, LONG).join();
    CompletableFuture<Void> second = restart("b", take, LONG);

    int before = asked.get();
    await().until(() -> asked.get() > before + 2);
    assertThat(ended).containsExactly("a");

    free.set(true);
    second.join();
    assertThat(ended).containsExactly("a", "b");
  }

  @Test
  void withoutADatabaseEachEndsWithinItsTime() {
    AtomicInteger asked = new AtomicInteger();

    restart(
            "a",
            () -> {
              asked.incrementAndGet();
              throw new OperationException(FaultKind.EXTERNAL_DEPENDENCY, "no database");
            },
            Duration.ofMillis(50))
        .join();

    assertThat(ended).containsExactly("a");
    assertThat(asked.get()).isGreaterThan(1);
  }

  @Test
  void withoutTimeItWaitsForNobody() {
    restart("a", () -> false, Duration.ZERO).join();

    assertThat(ended).containsExactly("a");
  }
}
