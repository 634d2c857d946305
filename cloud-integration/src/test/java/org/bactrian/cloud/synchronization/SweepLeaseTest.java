package org.bactrian.cloud.synchronization;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.bactrian.cloud.storage.Database;
import org.bactrian.cloud.storage.DatabaseKind;
import org.bactrian.cloud.synchronization.SweepLease.Position;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SweepLeaseTest {

  private static final Duration PERIOD = Duration.ofSeconds(15);

  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private SweepLease one;
  private SweepLease two;

  @BeforeEach
  void open() {
    Database database = DatabaseKind.H2.shared();
    DatabaseKind.clear(database);
    one = new SweepLease(database, () -> now);
    two = new SweepLease(database, () -> now);
  }

  @Test
  void aSweepBeginsOnceAndGoesOnAtWhicheverReplicaWhereItWas() {
    assertThat(one.take(PERIOD)).contains(Position.FIRST);
    assertThat(two.take(PERIOD)).isEmpty();
    Position later = new Position(1, SweepPhase.ENDPOINTS, "token");
    assertThat(one.advance(later)).isTrue();
    one.release(later);
    assertThat(two.take(PERIOD)).as("not before its period is over").isEmpty();

    now = now.plus(PERIOD);

    assertThat(two.take(PERIOD)).contains(later);
    assertThat(one.take(PERIOD)).isEmpty();
  }

  @Test
  void theSweepOfAReplicaThatDiedIsTakenOverAndItsOwnerNoticesWhenItLives() {
    one.take(PERIOD);
    Position reached = new Position(1, SweepPhase.GATEWAYS, "");
    one.advance(reached);

    now = now.plus(PERIOD);

    assertThat(two.take(PERIOD)).contains(reached);
    assertThat(one.advance(new Position(9, SweepPhase.MODULES, ""))).isFalse();
  }
}
