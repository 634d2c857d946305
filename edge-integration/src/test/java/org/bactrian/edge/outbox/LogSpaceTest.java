package org.bactrian.edge.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.edge.outbox.LogFolder.append;
import static org.bactrian.edge.outbox.LogFolder.body;
import static org.bactrian.edge.outbox.LogFolder.commit;
import static org.bactrian.edge.outbox.LogFolder.recoveredBodies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Space that a log takes and gives back. */
class LogSpaceTest {

  private static final int SEGMENT = 4 << 10;
  private static final String BODY = "0123456789".repeat(100);

  @TempDir private Path parent;

  private LogFolder folder;

  @BeforeEach
  void chooseFolder() {
    folder = LogFolder.in(parent).withSegmentBytes(SEGMENT);
  }

  @Test
  void segmentsAreDeletedWhenAllTheirRecordsWereRemoved() throws Exception {
    try (SegmentLog log = folder.open()) {
      List<Long> ids = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        ids.add(append(log, BODY));
      }
      commit(log);
      assertThat(folder.files()).hasSizeGreaterThan(20);

      ids.forEach(log::remove);
      await().until(() -> folder.files().size() <= 2);
    }
    try (SegmentLog log = folder.open()) {
      assertThat(log.recovered()).isEmpty();
    }
  }

  @Test
  void oneRecordThatStaysDoesNotKeepTheSpaceOfThoseAfterIt() throws Exception {
    long stuck;
    try (SegmentLog log = folder.open()) {
      stuck = append(log, "stuck");
      for (int i = 0; i < 200; i++) {
        log.remove(append(log, BODY));
        commitEvery(20, i, log);
      }
      commit(log);
      await()
          .untilAsserted(
              () -> {
                assertThat(log.figures().bytesOnDisk()).isLessThan(12 * SEGMENT);
                assertThat(bytesIn(folder)).isEqualTo(log.figures().bytesOnDisk());
              });
      assertThat(body(log, stuck)).isEqualTo("stuck");
    }

    try (SegmentLog log = folder.open()) {
      assertThat(recoveredBodies(log)).containsExactly("stuck");
      assertThat(log.recovered().get(0).id()).isEqualTo(stuck);
    }
  }

  @Test
  void recordsThatWereMovedKeepTheirOrder() throws Exception {
    List<String> stuck = new ArrayList<>();
    try (SegmentLog log = folder.open()) {
      for (int i = 0; i < 300; i++) {
        if (i % 30 == 0) {
          stuck.add("stuck " + i);
          append(log, "stuck " + i);
        }
        log.remove(append(log, BODY));
        commitEvery(20, i, log);
      }
    }

    try (SegmentLog log = folder.open()) {
      assertThat(recoveredBodies(log)).isEqualTo(stuck);
    }
  }

  @Test
  void stateOutlivesTheSegmentsInWhichItWasPut() throws Exception {
    try (SegmentLog log = folder.open()) {
      log.put("subscription", "17".getBytes(UTF_8));
      log.put("gone", "18".getBytes(UTF_8));
      append(log, BODY);
      commit(log);
      Path first = folder.newestWithRecords();
      log.put("gone", new byte[0]);
      for (int i = 0; i < 100; i++) {
        log.remove(append(log, BODY));
      }
      log.recovered().forEach(record -> log.remove(record.id()));
      commit(log);
      await().until(() -> !Files.exists(first) || folder.files().size() < 10);
    }

    try (SegmentLog log = folder.open()) {
      assertThat(log.state()).containsOnlyKeys("subscription");
    }
  }

  @Test
  void removedRecordsDoNotComeBackWhenTheirRemovalsWereInADeletedSegment() throws Exception {
    Deque<Long> kept = new ArrayDeque<>();
    try (SegmentLog log = folder.open()) {
      for (int i = 0; i < 400; i++) {
        kept.add(append(log, i + BODY));
        if (kept.size() > 10) {
          log.remove(i % 3 == 0 ? kept.removeLast() : kept.removeFirst());
        }
        commitEvery(25, i, log);
      }
    }

    for (int i = 0; i < 3; i++) {
      try (SegmentLog log = folder.open()) {
        assertThat(log.recovered()).extracting(RecoveredRecord::id).containsExactlyElementsOf(kept);
      }
    }
  }

  @Test
  void restartsDoNotPileUpFiles() throws IOException {
    try (SegmentLog log = folder.open()) {
      append(log, "stuck");
    }
    for (int i = 0; i < 30; i++) {
      folder.open().close();
    }

    assertThat(folder.files()).hasSizeLessThan(12);
    try (SegmentLog log = folder.open()) {
      assertThat(recoveredBodies(log)).containsExactly("stuck");
    }
  }

  @Test
  void aLogThatHasReachedItsSizeHasRoomAgainBelowAHalf() throws Exception {
    try (SegmentLog log = folder.withMaxBytes(64 << 10).open()) {
      Deque<Long> ids = new ArrayDeque<>();
      while (log.hasRoom(Long.MAX_VALUE)) {
        ids.add(append(log, BODY));
      }
      commit(log);
      assertThat(log.figures().bytesOnDisk()).isBetween(50L << 10, 70L << 10);

      int removed = 0;
      while (!log.hasRoom(Long.MAX_VALUE)) {
        log.remove(ids.removeFirst());
        removed++;
        commit(log);
      }
      assertThat(removed).isGreaterThan(20);
      assertThat(log.figures().bytesOnDisk()).isLessThan(32 << 10);
      assertThat(bytesIn(folder)).isLessThan(32 << 10);
    }
  }

  @Test
  void aFullLogWithRecordsThatStayMakesRoomForOthers() throws Exception {
    try (SegmentLog log = folder.withMaxBytes(64 << 10).open()) {
      List<Long> others = new ArrayList<>();
      for (int i = 0; log.hasRoom(Long.MAX_VALUE); i++) {
        long id = append(log, BODY);
        if (i % 3 != 0) {
          others.add(id);
        }
      }
      commit(log);
      others.forEach(log::remove);

      await().until(() -> log.hasRoom(Long.MAX_VALUE));
      assertThat(log.figures().liveRecords()).isGreaterThan(10);
    }
  }

  @Test
  void aChannelWhoseRecordsStayLeavesRoomForOneWhoseRecordsLeave() throws Exception {
    try (SegmentLog log = folder.withSegmentBytes(16 << 10).withMaxBytes(256 << 10).open()) {
      List<Long> stuck = new ArrayList<>();
      while (log.hasRoom((long) stuck.size() * BODY.length())) {
        stuck.add(append(log, BODY));
      }
      Deque<Long> leaving = new ArrayDeque<>();
      for (int i = 0; i < 300; i++) {
        while (!log.hasRoom((long) leaving.size() * BODY.length())) {
          commit(log);
        }
        leaving.add(append(log, BODY));
        if (leaving.size() > 5) {
          log.remove(leaving.removeFirst());
        }
        assertThat(log.hasRoom((long) stuck.size() * BODY.length())).isFalse();
      }
      commit(log);
      assertThat(log.figures().bytesOnDisk()).isLessThan(290 << 10);
      assertThat(log.figures().liveRecords()).isEqualTo(stuck.size() + leaving.size());

      stuck.forEach(log::remove);
      await().until(() -> log.hasRoom(Long.MAX_VALUE));
    }
  }

  @Test
  void aSegmentThatCannotBeReadDoesNotStopTheWriting() throws Exception {
    try (SegmentLog log = folder.open()) {
      append(log, "stuck");
      for (int i = 0; i < 40; i++) {
        append(log, BODY);
      }
      commit(log);
      Path oldest = folder.files().get(0);
      Files.delete(oldest);
      Files.createDirectory(oldest);

      for (int i = 0; i < 200; i++) {
        log.remove(append(log, BODY));
        commitEvery(20, i, log);
      }
      commit(log);
      assertThat(log.hasRoom(Long.MAX_VALUE)).isTrue();
      assertThat(log.figures().failing()).isFalse();
    }
  }

  @Test
  void aSizeThatIsTooSmallIsRefused() {
    org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
        .isThrownBy(() -> SegmentLog.open(folder.path(), 1_000))
        .withMessageContaining("maxBytes must be at least 65,536, was 1000");
  }

  @Test
  void recordsAreReadRightWhileTheirSegmentsAreRewrittenAndDeleted() throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    ExecutorService readers = Executors.newFixedThreadPool(2);
    try (SegmentLog log = folder.open()) {
      List<Long> stuck = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        stuck.add(append(log, "stuck " + i));
      }
      List<Future<Integer>> reads = new ArrayList<>();
      for (int reader = 0; reader < 2; reader++) {
        reads.add(readers.submit(() -> readUntil(ended, log, stuck)));
      }
      for (int i = 0; i < 400; i++) {
        log.remove(append(log, BODY));
        commitEvery(40, i, log);
      }
      ended.set(true);
      for (Future<Integer> read : reads) {
        assertThat(read.get()).isPositive();
      }
    } finally {
      ended.set(true);
      readers.shutdownNow();
    }
  }

  private static int readUntil(AtomicBoolean ended, SegmentLog log, List<Long> ids)
      throws IOException {
    int reads = 0;
    while (!ended.get()) {
      for (int i = 0; i < ids.size(); i++) {
        assertThat(body(log, ids.get(i))).isEqualTo("stuck " + i);
        reads++;
      }
    }
    return reads;
  }

  private static void commitEvery(int interval, int i, SegmentLog log) throws InterruptedException {
    if (i % interval == interval - 1) {
      commit(log);
    }
  }

  private static long bytesIn(LogFolder folder) throws IOException {
    return folder.files().stream().mapToLong(LogFolder::size).sum();
  }
}
