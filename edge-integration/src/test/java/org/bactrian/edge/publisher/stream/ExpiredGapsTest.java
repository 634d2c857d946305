package org.bactrian.edge.publisher.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bactrian.edge.outbox.ExpiredMessage;
import org.bactrian.edge.outbox.MemoryRecordStore;
import org.bactrian.edge.outbox.RecordStore;
import org.bactrian.edge.outbox.SegmentLog;
import org.bactrian.model.telemetry.TelemetryHeaders;
import org.bactrian.opcua.subscription.GapCause;
import org.bactrian.opcua.subscription.NotificationGap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gaps of messages that became too old in an outbox. */
class ExpiredGapsTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<String> ALL = List.of("a", "b", "c");

  @TempDir private Path folder;

  private final Map<String, NotificationGap> told = new HashMap<>();

  @Test
  void messagesThatBecameTooOldAreOneGapOfTheirWritersAsSoonAsOthersArrive() {
    ExpiredGaps gaps = gaps(new MemoryRecordStore());
    gaps.add(List.of(message(10, "a"), message(11, "a", "b")), ALL, Duration.ofSeconds(2), 7);
    gaps.add(List.of(message(12, "a")), ALL, Duration.ofSeconds(2), 7);

    gaps.tell(7, now(0), this::tell);
    assertThat(told).as("nothing has arrived since").isEmpty();

    gaps.tell(8, now(0), this::tell);
    assertThat(told).containsOnlyKeys("a", "b");
    assertThat(told.get("a").cause()).isEqualTo(GapCause.EXPIRED);
    assertThat(told.get("a").since()).isEqualTo(START.plusSeconds(8));
    assertThat(told.get("a").until()).isEqualTo(START.plusSeconds(12));
    assertThat(told.get("b").until()).isEqualTo(START.plusSeconds(11));
    assertThat(gaps.isEmpty()).isTrue();
  }

  @Test
  void whileSomeMessagesArriveAndOthersDoNotGapsAreToldEveryTenSeconds() {
    ExpiredGaps gaps = gaps(new MemoryRecordStore());
    gaps.add(List.of(message(1, "a")), ALL, Duration.ZERO, 0);
    gaps.tell(1, now(0), this::tell);
    assertThat(told.remove("a")).isNotNull();
    gaps.add(List.of(message(2, "a")), ALL, Duration.ZERO, 1);

    gaps.tell(2, now(9), this::tell);
    assertThat(told).isEmpty();

    gaps.tell(2, now(10), this::tell);
    assertThat(told).containsOnlyKeys("a");
  }

  @Test
  void aMessageThatOnlyDescribesIsNotMissedAndOneThatCannotBeReadIsAnybodys() {
    ExpiredGaps gaps = gaps(new MemoryRecordStore());
    gaps.add(
        List.of(new ExpiredMessage(START, 0, headers("ua-metadata", "a"))), ALL, Duration.ZERO, 0);
    assertThat(gaps.isEmpty()).isTrue();

    gaps.add(List.of(new ExpiredMessage(START, 5, Map.of())), ALL, Duration.ZERO, 0);
    gaps.tell(1, now(0), this::tell);

    assertThat(told).containsOnlyKeys("a", "b", "c");
  }

  @Test
  void theLossOfAGapMessageIsAGapToo() {
    ExpiredGaps gaps = gaps(new MemoryRecordStore());
    gaps.add(List.of(new ExpiredMessage(START, 0, headers("gap", "a"))), ALL, Duration.ZERO, 0);

    gaps.tell(1, now(0), this::tell);

    assertThat(told).containsOnlyKeys("a");
  }

  @Test
  void aGapThatWasNotToldIsToldByTheNextProcess() throws Exception {
    try (RecordStore store = open()) {
      gaps(store).add(List.of(message(10, "a")), ALL, Duration.ZERO, 3);
    }

    try (RecordStore store = open()) {
      ExpiredGaps next = gaps(store);
      ALL.forEach(next::resume);
      next.tell(0, now(0), this::tell);
      assertThat(told).as("nothing has arrived in this process").isEmpty();

      next.tell(1, now(0), this::tell);
      assertThat(told.get("a").until()).isEqualTo(START.plusSeconds(10));
    }

    try (RecordStore store = open()) {
      ExpiredGaps last = gaps(store);
      ALL.forEach(last::resume);
      assertThat(last.isEmpty()).isTrue();
    }
  }

  @Test
  void aGapOfAWriterThatIsNotThereIsKept() throws Exception {
    try (RecordStore store = open()) {
      ExpiredGaps gaps = gaps(store);
      gaps.add(List.of(message(10, "a", "b")), ALL, Duration.ZERO, 3);

      gaps.tell(4, now(0), (writer, gap) -> writer.equals("a") && tell(writer, gap));
      assertThat(told).containsOnlyKeys("a");
      gaps.tell(5, now(20), this::tell);

      assertThat(told).containsOnlyKeys("a", "b");
      assertThat(gaps.isEmpty()).isTrue();
      assertThat(store.state()).isEmpty();
    }
  }

  private boolean tell(String writer, NotificationGap gap) {
    told.put(writer, gap);
    return true;
  }

  private RecordStore open() throws Exception {
    return SegmentLog.open(folder, 1 << 20);
  }

  private static ExpiredGaps gaps(RecordStore store) {
    return new ExpiredGaps(new StoredGaps(store), "group");
  }

  private static long now(long seconds) {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
  }

  private static ExpiredMessage message(long second, String... writers) {
    return new ExpiredMessage(START.plusSeconds(second), 5, headers("ua-data", writers));
  }

  private static Map<String, Object> headers(String type, String... writers) {
    return Map.of(
        TelemetryHeaders.MESSAGE_TYPE, type, TelemetryHeaders.DATA_SET_WRITERS, List.of(writers));
  }
}
