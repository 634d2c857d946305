package org.bactrian.edge.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.edge.outbox.LogFolder.append;
import static org.bactrian.edge.outbox.LogFolder.body;
import static org.bactrian.edge.outbox.LogFolder.commit;
import static org.bactrian.edge.outbox.LogFolder.recoveredBodies;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A log whose disk is full, or fails, for a while. */
class SegmentLogFullDiskTest {

  private static final String BODY = "0123456789".repeat(100);

  @TempDir private Path parent;

  private LogFolder folder;

  @BeforeEach
  void chooseFolder() {
    folder = LogFolder.in(parent);
  }

  @ParameterizedTest
  @ValueSource(longs = {100, 1_500, 5_000, 9_999})
  void whatWasAppendedOnAFullDiskIsStoredWhenThereIsSpaceAgain(long free) throws Exception {
    QuotaDisk disk = new QuotaDisk(free);
    List<String> bodies = new ArrayList<>();
    try (SegmentLog log = folder.withSegmentBytes(4 << 10).open(disk)) {
      for (int i = 0; i < 20; i++) {
        bodies.add(i + BODY);
        append(log, bodies.get(i));
      }
      AtomicBoolean committed = new AtomicBoolean();
      log.afterCommit(() -> committed.set(true));
      await().until(() -> !log.hasRoom(Long.MAX_VALUE));
      assertThat(log.figures().failing()).isTrue();
      assertThat(committed).isFalse();

      disk.setFree(1 << 30);
      await().untilTrue(committed);
      await().until(() -> log.hasRoom(Long.MAX_VALUE));
      assertThat(log.figures().failing()).isFalse();
    }

    try (SegmentLog log = folder.open()) {
      assertThat(recoveredBodies(log)).isEqualTo(bodies);
      assertThat(log.figures().damagedBytes()).isZero();
    }
  }

  @Test
  void recordsThatWaitForAFullDiskCanBeRead() throws IOException {
    try (SegmentLog log = folder.open(new QuotaDisk(500))) {
      long id = append(log, BODY);
      await().until(() -> !log.hasRoom(Long.MAX_VALUE));

      assertThat(body(log, id)).isEqualTo(BODY);
    }
  }

  @Test
  void aLogOpensOnAFullDiskAndStartsWhenThereIsSpace() throws Exception {
    QuotaDisk disk = new QuotaDisk(0);
    try (SegmentLog log = folder.open(disk)) {
      assertThat(log.hasRoom(Long.MAX_VALUE)).isFalse();

      disk.setFree(1 << 30);
      await().until(() -> log.hasRoom(Long.MAX_VALUE));
      append(log, "body");
      commit(log);
    }
  }

  @Test
  void whatCouldNotBeMadeDurableIsWrittenAgain() throws Exception {
    QuotaDisk disk = new QuotaDisk(1 << 30);
    try (SegmentLog log = folder.open(disk)) {
      disk.failForces(3);
      append(log, "first");
      append(log, "second");
      commit(log);
    }

    try (SegmentLog log = folder.open()) {
      assertThat(recoveredBodies(log)).containsExactly("first", "second");
    }
  }

  @Test
  void aSegmentThatCannotBeCutIsLeftAndTheNextOneHoldsEverything() throws Exception {
    QuotaDisk disk = new QuotaDisk(1 << 30);
    try (SegmentLog log = folder.open(disk)) {
      append(log, "first");
      commit(log);
      disk.failCuts(1);
      disk.failForces(1);
      log.remove(append(log, "second"));
      append(log, "third");
      commit(log);
    }

    try (SegmentLog log = folder.open()) {
      assertThat(recoveredBodies(log)).containsExactly("first", "third");
    }
  }

  @Test
  void segmentsThatAreNotNeededAreDeletedWhileTheDiskIsFull() throws Exception {
    QuotaDisk disk = new QuotaDisk(1 << 30);
    List<Long> ids = new ArrayList<>();
    try (SegmentLog log = folder.withSegmentBytes(4 << 10).open(disk)) {
      for (int i = 0; i < 20; i++) {
        ids.add(append(log, BODY));
      }
      commit(log);
      int before = folder.files().size();
      disk.setFree(0);
      ids.forEach(log::remove);

      await().until(() -> folder.files().size() == 1);
      assertThat(before).isGreaterThan(3);
      assertThat(log.figures().failing()).isTrue();
    }
  }

  @Test
  void aLogThatIsClosedOnAFullDiskEndsWithoutActionsAndKeepsWhatWasStored() throws Exception {
    QuotaDisk disk = new QuotaDisk(1 << 30);
    AtomicBoolean committed = new AtomicBoolean();
    SegmentLog log = folder.open(disk);
    append(log, "first");
    commit(log);
    disk.setFree(0);
    append(log, "second");
    log.afterCommit(() -> committed.set(true));

    log.close();

    assertThat(committed).isFalse();
    try (SegmentLog again = folder.open()) {
      assertThat(recoveredBodies(again)).containsExactly("first");
    }
  }
}
