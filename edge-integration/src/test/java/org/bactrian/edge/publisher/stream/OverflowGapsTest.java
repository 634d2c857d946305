package org.bactrian.edge.publisher.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.bactrian.opcua.subscription.GapCause;
import org.bactrian.opcua.subscription.NotificationGap;
import org.junit.jupiter.api.Test;

class OverflowGapsTest {

  private final OverflowGaps gaps = new OverflowGaps(0);

  @Test
  void theFirstGapIsToldAtOnceAndThoseOfTheNextTenSecondsAsOne() {
    gaps.add(gap(1, 2));
    assertThat(gaps.take(0)).contains(gap(1, 2));

    gaps.add(gap(2, 3));
    gaps.add(gap(3, 4));
    assertThat(gaps.take(TimeUnit.SECONDS.toNanos(9))).isEmpty();

    assertThat(gaps.take(TimeUnit.SECONDS.toNanos(10))).contains(gap(2, 4));
    assertThat(gaps.take(TimeUnit.SECONDS.toNanos(30))).isEmpty();
  }

  private static NotificationGap gap(long since, long until) {
    return new NotificationGap(
        GapCause.OVERFLOW, "full", Instant.ofEpochSecond(since), Instant.ofEpochSecond(until));
  }
}
