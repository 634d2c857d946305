package org.bactrian.edge.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.bactrian.edge.outbox.LogFolder.append;
import static org.bactrian.edge.outbox.LogFolder.body;
import static org.bactrian.edge.outbox.LogFolder.commit;
import static org.bactrian.edge.outbox.LogFolder.recoveredBodies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log keeps, in which order, and what it says about it. */
class SegmentLogTest {

  @TempDir private Path parent;

  private LogFolder folder;

  @BeforeEach
  void chooseFolder() {
    folder = LogFolder.in(parent);
  }

  @Test
  void whatWasAppendedIsThereAfterARestart() throws IOException {
    Instant appended = Instant.parse("2026-03-29T01:30:00.123Z");
    long id;
    try (SegmentLog log = folder.open(SegmentFileOpener.ON_DISK, () -> appended)) {
      id = log.append("press line", "header".getBytes(UTF_8), "body".getBytes(UTF_8));
    }

    try (SegmentLog log = folder.open()) {
      assertThat(log.recovered())
          .singleElement()
          .satisfies(
              record -> {
                assertThat(record.id()).isEqualTo(id);
                assertThat(record.channel()).isEqualTo("press line");
                assertThat(record.bodySize()).isEqualTo(4);
                assertThat(record.appended()).isEqualTo(appended);
              });
      assertThat(log.header(id, 4)).asString(UTF_8).isEqualTo("header");
      assertThat(log.read(id).header()).asString(UTF_8).isEqualTo("header");
      assertThat(body(log, id)).isEqualTo("body");
    }
  }

  @Test
  void recordsComeBackInTheOrderInWhichTheyWereAppended() throws IOException {
    List<String> bodies = Stream.iterate(0, i -> i + 1).limit(500).map(i -> "body " + i).toList();
    try (SegmentLog log = folder.withSegmentBytes(1 << 10).open()) {
      bodies.forEach(body -> append(log, body));
    }

    try (SegmentLog log = folder.open()) {
      assertThat(recoveredBodies(log)).isEqualTo(bodies);
    }
  }

  @Test
  void aRemovedRecordDoesNotComeBack() throws Exception {
    try (SegmentLog log = folder.open()) {
      long first = append(log, "first");
      append(log, "second");
      commit(log);
      log.remove(first);
      log.remove(12_345);
    }

    try (SegmentLog log = folder.open()) {
      assertThat(recoveredBodies(log)).containsExactly("second");
    }
  }

  @Test
  void aRecordThatIsRemovedBeforeItIsDurableDoesNotComeBack() throws IOException {
    try (SegmentLog log = folder.open()) {
      log.remove(append(log, "first"));
    }

    try (SegmentLog log = folder.open()) {
      assertThat(log.recovered()).isEmpty();
    }
  }

  @Test
  void stateComesBackWithItsLastValues() throws IOException {
    try (SegmentLog log = folder.open()) {
      log.put("subscription", "1".getBytes(UTF_8));
      log.put("subscription", "2".getBytes(UTF_8));
      log.put("gone", "3".getBytes(UTF_8));
      log.put("gone", new byte[0]);
      assertThat(log.state()).containsOnlyKeys("subscription");
    }

    for (int i = 0; i < 3; i++) {
      try (SegmentLog log = folder.open()) {
        assertThat(log.state()).containsOnlyKeys("subscription");
        assertThat(log.state().get("subscription")).asString(UTF_8).isEqualTo("2");
      }
    }
  }

  @Test
  void idsAscendAndAreNeverUsedTwice() throws IOException {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      try (SegmentLog log = folder.open()) {
        for (int k = 0; k < 3; k++) {
          ids.add(append(log, "body"));
        }
        ids.forEach(log::remove);
      }
    }

    assertThat(ids).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void anIdThatWasLostWithAProcessIsNotUsedAgain() throws IOException {
    long lost;
    try (SegmentLog log = folder.open()) {
      append(log, "body");
    }
    Path copy = parent.resolve("copy");
    try (SegmentLog log = folder.open()) {
      // What a kill before the first commit would leave.
      copyFolder(folder.path(), copy);
      lost = append(log, "body");
    }

    try (SegmentLog log = new LogFolder(copy, 1 << 30, 1 << 20).open()) {
      assertThat(append(log, "body")).isGreaterThan(lost);
    }
  }

  private static void copyFolder(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void recordsCanBeReadBeforeAndAfterTheCommit() throws Exception {
    try (SegmentLog log = folder.open()) {
      long id = append(log, "body");
      assertThat(body(log, id)).isEqualTo("body");
      commit(log);
      assertThat(body(log, id)).isEqualTo("body");
    }
  }

  @Test
  void aRemovedRecordCannotBeReadAndItsIdIsNamed() throws IOException {
    try (SegmentLog log = folder.open()) {
      long id = append(log, "body");
      log.remove(id);

      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> log.read(id))
          .withMessageContaining("no message " + id);
    }
  }

  @Test
  void theHeaderOfARecordThatIsNotThereIsAnErrorThatNamesIt() throws IOException {
    try (SegmentLog log = folder.open()) {
      append(log, "body");
    }

    try (SegmentLog log = folder.open()) {
      RecoveredRecord record = log.recovered().get(0);
      log.remove(record.id());

      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> log.header(record.id(), record.bodySize()))
          .withMessageContaining("no message " + record.id());
    }
  }

  @Test
  void aRecordLargerThanASegmentIsKeptLikeAnyOther() throws IOException {
    byte[] large = "0123456789".repeat(100_000).getBytes(UTF_8);
    long id;
    try (SegmentLog log = folder.withSegmentBytes(1 << 10).open()) {
      append(log, "before");
      id = log.append("group", LogFolder.NO_HEADER, large);
      append(log, "after");
    }

    try (SegmentLog log = folder.withSegmentBytes(1 << 10).open()) {
      assertThat(log.recovered()).hasSize(3);
      assertThat(log.read(id).body()).isEqualTo(large);
    }
  }

  @Test
  void actionsRunInOrderAfterWhatWasAppendedBeforeThem() throws Exception {
    List<Integer> ran = new CopyOnWriteArrayList<>();
    try (SegmentLog log = folder.open()) {
      for (int i = 0; i < 200; i++) {
        int number = i;
        append(log, "body " + i);
        log.afterCommit(() -> ran.add(number));
      }
      commit(log);
      assertThat(ran).hasSize(200).isSorted();
    }
  }

  @Test
  void anActionThatThrowsKeepsNoOtherFromRunning() throws Exception {
    try (SegmentLog log = folder.open()) {
      log.afterCommit(
          () -> {
            throw new IllegalStateException("on purpose");
          });
      log.afterCommit(
          () -> {
            throw new AssertionError("on purpose");
          });
      append(log, "body");
      commit(log);
    }

    try (SegmentLog log = folder.open()) {
      assertThat(recoveredBodies(log)).containsExactly("body");
    }
  }

  @Test
  void closingRunsTheActionsThatWaitAndWhatTheyDo() throws IOException {
    List<String> ran = new CopyOnWriteArrayList<>();
    SegmentLog log = folder.open();
    long id = append(log, "body");
    log.afterCommit(() -> ran.add("action"));
    log.afterCommit(() -> log.remove(id));
    log.close();

    assertThat(ran).containsExactly("action");
    assertThatIllegalStateException()
        .isThrownBy(() -> append(log, "late"))
        .withMessageContaining(folder.path() + " is closed");
    try (SegmentLog again = folder.open()) {
      assertThat(again.recovered()).isEmpty();
    }
  }

  @Test
  void manyAppendsShareOneCommit() throws Exception {
    try (SegmentLog log = folder.open()) {
      for (int i = 0; i < 10_000; i++) {
        append(log, "body");
      }
      commit(log);

      assertThat(log.figures().commits()).isLessThan(1_000);
    }
  }

  @Test
  void aSecondLogInTheSameFolderIsRefusedByName() throws IOException {
    try (SegmentLog log = folder.open()) {
      assertThatIllegalStateException()
          .isThrownBy(folder::open)
          .withMessageContaining("Another edge")
          .withMessageContaining(folder.path().toString());
      append(log, "body");
    }
    folder.open().close();
  }

  @Test
  void onlyTheOwnerCanReadTheFiles() throws IOException {
    assumeThat(Files.getFileStore(parent).supportsFileAttributeView("posix")).isTrue();
    try (SegmentLog log = folder.open()) {
      append(log, "body");
      assertThat(rights(folder.path())).isEqualTo("rwx------");
      assertThat(folder.files()).allMatch(file -> rights(file).equals("rw-------"));
    }
  }

  private static String rights(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aClockThatIsSetBackChangesNothingButTheTimeOfTheRecord() throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-02T00:00:00Z"));
    Instant before = now.get().minusSeconds(86_400);
    try (SegmentLog log = folder.open(SegmentFileOpener.ON_DISK, now::get)) {
      long first = append(log, "first");
      commit(log);
      now.set(before);
      assertThat(append(log, "second")).isGreaterThan(first);
      commit(log);
    }

    try (SegmentLog log = folder.open(SegmentFileOpener.ON_DISK, now::get)) {
      assertThat(recoveredBodies(log)).containsExactly("first", "second");
      assertThat(log.recovered().get(1).appended()).isEqualTo(before);
    }
  }

  @Test
  void figuresSayWhatTheLogHolds() throws Exception {
    try (SegmentLog log = folder.open()) {
      long first = append(log, "first");
      append(log, "second");
      commit(log);
      log.remove(first);
      commit(log);

      SegmentLogFigures figures = log.figures();
      assertThat(figures.liveRecords()).isEqualTo(1);
      assertThat(figures.bytesOnDisk()).isEqualTo(LogFolder.size(folder.newestWithRecords()));
      assertThat(figures.liveBytes()).isBetween(1L, figures.bytesOnDisk());
      assertThat(figures.waitingBytes()).isZero();
      assertThat(figures.damagedBytes()).isZero();
      assertThat(figures.lastCommit()).isAfter(Instant.EPOCH);
      assertThat(figures.failing()).isFalse();
    }
  }
}
