package org.bactrian.cloud.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Replicas that want to restart at the same time. */
class RestartLeaseTest {

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

  private RestartLease lease(DatabaseKind kind, String replica) {
    return new RestartLease(kind.shared(), replica, handle -> now.get());
  }

  private static void empty(DatabaseKind kind) {
    DatabaseKind.clear(kind.shared());
  }

  @ParameterizedTest
  @EnumSource
  void oneReplicaHasTheRightUntilItRunsAgain(DatabaseKind kind) {
    empty(kind);
    RestartLease first = lease(kind, "a");
    RestartLease second = lease(kind, "b");

    assertThat(first.take()).isTrue();
    assertThat(second.take()).isFalse();

    second.giveBack(); // which it has not
    assertThat(second.take()).isFalse();

    lease(kind, "a").giveBack();
    assertThat(second.take()).isTrue();
    assertThat(first.take()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void theRightOfAReplicaThatDoesNotComeBackExpires(DatabaseKind kind) {
    empty(kind);
    assertThat(lease(kind, "a").take()).isTrue();

    now.updateAndGet(time -> time.plus(RestartLease.LONGEST_RESTART).minusSeconds(1));
    assertThat(lease(kind, "b").take()).isFalse();

    now.updateAndGet(time -> time.plus(Duration.ofSeconds(2)));
    assertThat(lease(kind, "b").take()).isTrue();
    assertThat(lease(kind, "c").take()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void ofManyThatAskAtOnceOneGetsIt(DatabaseKind kind) throws Exception {
    empty(kind);
    ExecutorService replicas = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Boolean>> asking =
          Stream.of("a", "b", "c", "d")
              .<Callable<Boolean>>map(name -> lease(kind, name)::take)
              .toList();
      int taken = 0;
      for (Future<Boolean> answer : replicas.invokeAll(asking)) {
        taken += answer.get() ? 1 : 0;
      }
      assertThat(taken).isEqualTo(1);
    } finally {
      replicas.shutdown();
    }
  }
}
