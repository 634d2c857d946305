package org.bactrian.localazure.eventhub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {

  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  private static final EventRetention SMALL = new EventRetention(Duration.ofDays(1), 300, 100);

  @TempDir Path folder;

  @Test
  void anEventIsNumberedAndReadBack() throws IOException {
    EventLog log = EventLog.open(folder, EventRetention.DEFAULT);

    append(log, START, "a", "b");

    assertThat(read(log.from(EventPosition.EARLIEST))).containsExactly("0 a", "1 b");
    assertThat(log.newest()).isEqualTo(START);
  }

  @Test
  void aReaderGoesOnWhenMoreComes() throws IOException {
    EventLog log = EventLog.open(folder, EventRetention.DEFAULT);
    append(log, START, "a");
    EventCursor cursor = log.from(EventPosition.LATEST);

    assertThat(cursor.next()).isEmpty();
    append(log, START, "b");

    assertThat(read(cursor)).containsExactly("1 b");
  }

  @Test
  void aLogThatIsOpenedAgainGoesOnWithItsNumbers() throws IOException {
    EventLog log = EventLog.open(folder, EventRetention.DEFAULT);
    append(log, START, "a");
    log.close();

    EventLog again = EventLog.open(folder, EventRetention.DEFAULT);
    append(again, START, "b");

    assertThat(read(again.from(EventPosition.EARLIEST))).containsExactly("0 a", "1 b");
  }

  @Test
  void halfAnEventThatAKilledProcessLeftIsCutOff() throws IOException {
    EventLog log = EventLog.open(folder, EventRetention.DEFAULT);
    append(log, START, "a");
    log.close();
    try (Stream<Path> files = Files.list(folder)) {
      Files.write(
          files.findFirst().orElseThrow(), new byte[] {0, 0, 0, 9, 1}, StandardOpenOption.APPEND);
    }

    EventLog again = EventLog.open(folder, EventRetention.DEFAULT);
    append(again, START, "b");

    assertThat(read(again.from(EventPosition.EARLIEST))).containsExactly("0 a", "1 b");
  }

  @Test
  void theOldestEventsAreDeletedWhenThereAreTooMany() throws IOException {
    EventLog log = EventLog.open(folder, SMALL);
    EventCursor slow = log.from(EventPosition.EARLIEST);

    append(log, START, "0123456789".repeat(3).split(""));

    assertThat(log.first()).isPositive();
    assertThat(log.next()).isEqualTo(30);
    assertThat(read(log.from(EventPosition.EARLIEST))).hasSize((int) (30 - log.first()));
    assertThat(read(slow)).first().asString().startsWith(log.first() + " ");
  }

  @Test
  void eventsThatAreOldEnoughAreDeleted() throws IOException {
    EventRetention hour = new EventRetention(Duration.ofHours(1), 1_000_000, 100);
    EventLog log = EventLog.open(folder, hour);
    append(log, START, "0123456789".split(""));

    append(log, START.plus(Duration.ofHours(2)), "0123456789".split(""));

    assertThat(log.first()).isBetween(8L, 10L);
  }

  @Test
  void positionsAreFoundOverAllFiles() throws IOException {
    EventLog log = EventLog.open(folder, new EventRetention(Duration.ofDays(1), 10_000, 100));
    for (int i = 0; i < 20; i++) {
      append(log, START.plusSeconds(i), "x");
    }

    assertThat(read(log.from(new EventPosition.FromNumber(17))))
        .hasSize(3)
        .first()
        .isEqualTo("17 x");
    assertThat(read(log.from(new EventPosition.FromNumber(20)))).isEmpty();
    assertThat(read(log.from(new EventPosition.FromTime(START.plusMillis(5_001)))))
        .first()
        .isEqualTo("6 x");
    assertThat(read(log.from(new EventPosition.FromNumber(500))))
        .as("position of a log that is gone")
        .hasSize(20);
  }

  private static void append(EventLog log, Instant time, String... texts) throws IOException {
    for (String text : texts) {
      log.append(time, stamp -> text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static List<String> read(EventCursor cursor) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Optional<StoredEvent> event = cursor.next(); event.isPresent(); event = cursor.next()) {
      texts.add(
          event.get().stamp().sequenceNumber()
              + " "
              + new String(event.get().encoded(), StandardCharsets.UTF_8));
    }
    return texts;
  }
}
