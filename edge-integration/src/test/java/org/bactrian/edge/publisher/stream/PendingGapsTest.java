package org.bactrian.edge.publisher.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bactrian.edge.outbox.MemoryRecordStore;
import org.bactrian.edge.outbox.RecordStore;
import org.bactrian.edge.outbox.SegmentLog;
import org.bactrian.opcua.subscription.GapCause;
import org.bactrian.opcua.subscription.NotificationGap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PendingGapsTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;

  private final PendingGaps gaps = gaps(new StoredGaps(new MemoryRecordStore()));

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

  @Test
  void aGapThatWasNoticedAndNotToldIsToldByTheNextProcess() throws Exception {
    try (RecordStore store = open()) {
      gaps(new StoredGaps(store)).add(gap(GapCause.SEQUENCE, 1, 2));
    }

    try (RecordStore store = open()) {
      PendingGaps next = gaps(new StoredGaps(store));
      assertThat(next.take(at(5), 0)).containsExactly(gap(GapCause.SEQUENCE, 1, 5));
      assertThat(gaps(new StoredGaps(store)).takeAll())
          .as("taken, and its message not stored yet")
          .containsExactly(gap(GapCause.SEQUENCE, 1, 2));

      next.told(GapCause.SEQUENCE);
      assertThat(gaps(new StoredGaps(store)).takeAll()).isEmpty();
    }
  }

  @Test
  void aGapThatIsNoticedBeforeTheLastOneWasToldStaysInTheStore() throws Exception {
    try (RecordStore store = open()) {
      PendingGaps present = gaps(new StoredGaps(store));
      present.add(gap(GapCause.OVERFLOW, 1, 2));
      present.take(at(3), 0);
      present.add(gap(GapCause.OVERFLOW, 3, 4));
      present.told(GapCause.OVERFLOW);

      assertThat(gaps(new StoredGaps(store)).takeAll())
          .containsExactly(gap(GapCause.OVERFLOW, 3, 4));
    }
  }

  @Test
  void gapsOfOtherWritersAndGroupsAreTheirs() throws Exception {
    try (RecordStore store = open()) {
      gaps(new StoredGaps(store)).add(gap(GapCause.SEQUENCE, 1, 2));
      StoredGaps next = new StoredGaps(store);

      assertThat(new PendingGaps(next, "group", "writer/2").takeAll()).isEmpty();
      next.keepOnly(Set.of("another group"));

      assertThat(gaps(new StoredGaps(store)).takeAll()).isEmpty();
    }
  }

  private RecordStore open() throws IOException {
    return SegmentLog.open(folder, 1 << 20);
  }

  private static PendingGaps gaps(StoredGaps store) {
    return new PendingGaps(store, "group", "writer/1");
  }

  private static Instant at(long seconds) {
    return START.plusSeconds(seconds);
  }

  private static NotificationGap gap(GapCause cause, long since, long until) {
    return new NotificationGap(cause, "full", at(since), at(until));
  }
}
