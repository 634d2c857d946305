package org.bactrian.edge.publisher.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.bactrian.opcua.subscription.GapCause;
import org.bactrian.opcua.subscription.NotificationGap;
import org.junit.jupiter.api.Test;

class PendingGapsTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final PendingGaps gaps = new PendingGaps();

  @Test
  void theFirstGapIsToldAtTheNextNotificationAndThoseOfTheNextTenSecondsAsOne() {
    gaps.add(gap(GapCause.OVERFLOW, 1, 2));
    assertThat(gaps.take(at(3), 0)).containsExactly(gap(GapCause.OVERFLOW, 1, 3));

    gaps.add(gap(GapCause.OVERFLOW, 3, 4));
    gaps.add(gap(GapCause.OVERFLOW, 4, 5));
    assertThat(gaps.take(at(6), TimeUnit.SECONDS.toNanos(9))).isEmpty();

    assertThat(gaps.take(at(7), TimeUnit.SECONDS.toNanos(10)))
        .containsExactly(gap(GapCause.OVERFLOW, 3, 7));
    assertThat(gaps.take(at(8), TimeUnit.SECONDS.toNanos(30))).isEmpty();
  }

  @Test
  void gapsOfOtherCausesAreToldBesideThem() {
    gaps.add(gap(GapCause.OVERFLOW, 1, 2));
    assertThat(gaps.take(at(2), 0)).hasSize(1);
    gaps.add(gap(GapCause.OVERFLOW, 2, 3));
    gaps.add(gap(GapCause.RECREATED, 2, 3));

    assertThat(gaps.take(at(4), 1)).containsExactly(gap(GapCause.RECREATED, 2, 4));
    assertThat(gaps.takeAll()).containsExactly(gap(GapCause.OVERFLOW, 2, 3));
  }

  @Test
  void aServerWithoutAClockLeavesTheEndThatWasNoticed() {
    gaps.add(gap(GapCause.SEQUENCE, 1, 2));

    assertThat(gaps.take(Instant.parse("1601-01-01T00:00:00Z"), 0))
        .containsExactly(gap(GapCause.SEQUENCE, 1, 2));
  }

  private static Instant at(long seconds) {
    return START.plusSeconds(seconds);
  }

  private static NotificationGap gap(GapCause cause, long since, long until) {
    return new NotificationGap(cause, "full", at(since), at(until));
  }
}
