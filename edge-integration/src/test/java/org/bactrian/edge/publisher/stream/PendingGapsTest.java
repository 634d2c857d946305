package org.bactrian.edge.publisher.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bactrian.edge.outbox.MemoryRecordStore;
import org.bactrian.edge.outbox.RecordStore;
import org.bactrian.edge.outbox.SegmentLog;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.opcua.subscription.GapCause;
import org.bactrian.opcua.subscription.NotificationGap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PendingGapsTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;

  private final RecordStore memory = new MemoryRecordStore();
  private final PendingGaps gaps = gaps(new StoredGaps(memory));

  @Test
  void theFirstGapIsToldAtTheNextNotificationAndThoseOfTheNextTenSecondsAsOne() {
    gaps.add(gap(GapCause.OVERFLOW, 1, 2));
    assertThat(taken(gaps.take(at(3), 0))).containsExactly(gap(GapCause.OVERFLOW, 1, 3));

    gaps.add(gap(GapCause.OVERFLOW, 3, 4));
    gaps.add(gap(GapCause.OVERFLOW, 4, 5));
    assertThat(gaps.take(at(6), TimeUnit.SECONDS.toNanos(9))).isEmpty();

    assertThat(taken(gaps.take(at(7), TimeUnit.SECONDS.toNanos(10))))
        .containsExactly(gap(GapCause.OVERFLOW, 3, 7));
    assertThat(gaps.take(at(8), TimeUnit.SECONDS.toNanos(30))).isEmpty();
  }

  @Test
  void gapsOfOtherCausesAreToldBesideThem() {
    gaps.add(gap(GapCause.OVERFLOW, 1, 2));
    assertThat(gaps.take(at(2), 0)).hasSize(1);
    gaps.add(gap(GapCause.OVERFLOW, 2, 3));
    gaps.add(gap(GapCause.RECREATED, 2, 3));

    assertThat(taken(gaps.take(at(4), 1))).containsExactly(gap(GapCause.RECREATED, 2, 4));
    assertThat(taken(gaps.takeAll())).containsExactly(gap(GapCause.OVERFLOW, 2, 3));
  }

  @Test
  void aServerWithoutAClockLeavesTheEndThatWasNoticed() {
    gaps.add(gap(GapCause.SEQUENCE, 1, 2));

    assertThat(taken(gaps.take(Instant.parse("1601-01-01T00:00:00Z"), 0)))
        .containsExactly(gap(GapCause.SEQUENCE, 1, 2));
  }

  @Test
  void aGapThatWasNoticedAndNotToldIsToldByTheNextProcess() throws Exception {
    try (RecordStore store = open()) {
      gaps(new StoredGaps(store)).add(gap(GapCause.SEQUENCE, 1, 2));
    }

    try (RecordStore store = open()) {
      PendingGaps next = gaps(new StoredGaps(store));
      List<UntoldGap> taken = next.take(at(5), 0);
      assertThat(taken(taken)).containsExactly(gap(GapCause.SEQUENCE, 1, 5));
      assertThat(stored(store))
          .as("taken, and its message not stored yet")
          .containsExactly(gap(GapCause.SEQUENCE, 1, 2));

      taken.forEach(next::told);
      assertThat(stored(store)).isEmpty();
    }
  }

  @Test
  void aGapThatIsNoticedBeforeTheLastOneWasToldStaysInTheStore() throws Exception {
    try (RecordStore store = open()) {
      PendingGaps present = gaps(new StoredGaps(store));
      present.add(gap(GapCause.OVERFLOW, 1, 2));
      List<UntoldGap> taken = present.take(at(3), 0);
      present.add(gap(GapCause.OVERFLOW, 3, 4));
      assertThat(stored(store))
          .as("none of both is told")
          .containsExactly(gap(GapCause.OVERFLOW, 1, 4));

      taken.forEach(present::told);
      assertThat(stored(store)).containsExactly(gap(GapCause.OVERFLOW, 3, 4));
    }
  }

  @Test
  void aStreamThatIsReplacedLeavesTheGapsOfItsSuccessorInTheStore() throws Exception {
    try (RecordStore store = open()) {
      StoredGaps all = new StoredGaps(store);
      PendingGaps replaced = gaps(all);
      replaced.add(gap(GapCause.SEQUENCE, 1, 2));
      PendingGaps successor = gaps(all);
      successor.add(gap(GapCause.SEQUENCE, 3, 4));

      replaced.takeAll().forEach(replaced::told);

      assertThat(stored(store)).containsExactly(gap(GapCause.SEQUENCE, 3, 4));
    }
  }

  @Test
  void aGapThatAnOlderVersionStoredIsTold() throws Exception {
    try (RecordStore store = open()) {
      store.put(
          "gap/group/writer%2F1/SEQUENCE",
          "{\"cause\":\"SEQUENCE\",\"detail\":\"full\",\"since\":%d,\"until\":%d}"
              .formatted(at(1).toEpochMilli(), at(2).toEpochMilli())
              .getBytes(StandardCharsets.UTF_8));

      assertThat(stored(store)).containsExactly(gap(GapCause.SEQUENCE, 1, 2));
    }
  }

  @Test
  void gapsOfAnotherWriterAreItsOwn() {
    gaps.add(gap(GapCause.SEQUENCE, 1, 2));

    assertThat(new PendingGaps(new StoredGaps(memory), "id", "writer/2").takeAll()).isEmpty();
  }

  @Test
  void gapsOfWritersThatAreGoneAndThoseOfGroupsThatAreGoneAreForgotten() throws Exception {
    WriterGroup group =
        Fixtures.group(Fixtures.writer(0).withName("kept"), Fixtures.writer(0).withName("late"));
    try (RecordStore store = open()) {
      StoredGaps before = new StoredGaps(store);
      before.save("id", "kept", gap(GapCause.SEQUENCE, 1, 2));
      before.save("id", "gone", gap(GapCause.SEQUENCE, 1, 2));
      before.save("id of another", "kept", gap(GapCause.SEQUENCE, 1, 2));

      StoredGaps next = new StoredGaps(store);
      next.keepOnly(List.of(group));

      assertThat(store.state()).hasSize(1);
      assertThat(taken(next.take("id", "kept", Set.of(GapCause.SEQUENCE))))
          .containsExactly(gap(GapCause.SEQUENCE, 1, 2));
    }
  }

  private RecordStore open() throws IOException {
    return SegmentLog.open(folder, 1 << 20);
  }

  private static PendingGaps gaps(StoredGaps store) {
    return new PendingGaps(store, "group", "writer/1");
  }

  /** Gaps that another process would find. */
  private static List<NotificationGap> stored(RecordStore store) {
    return taken(gaps(new StoredGaps(store)).takeAll());
  }

  private static List<NotificationGap> taken(List<UntoldGap> gaps) {
    return gaps.stream().map(UntoldGap::gap).toList();
  }

  private static Instant at(long seconds) {
    return START.plusSeconds(seconds);
  }

  private static NotificationGap gap(GapCause cause, long since, long until) {
    return new NotificationGap(cause, "full", at(since), at(until));
  }
}
