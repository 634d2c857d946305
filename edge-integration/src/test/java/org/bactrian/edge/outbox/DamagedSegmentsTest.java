package org.bactrian.edge.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.bactrian.edge.outbox.LogFolder.append;
import static org.bactrian.edge.outbox.LogFolder.body;
import static org.bactrian.edge.outbox.LogFolder.commit;
import static org.bactrian.edge.outbox.LogFolder.recoveredBodies;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bactrian.edge.outbox.SegmentScanner.DamagedRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments whose end is missing, or in which bytes have changed. */
class DamagedSegmentsTest {

  @TempDir private Path parent;

  private LogFolder folder;

  @BeforeEach
  void chooseFolder() {
    folder = LogFolder.in(parent);
  }

  @Test
  void aRecordThatWasCutAnywhereIsLeftOutAndThoseBeforeItAreThere() throws IOException {
    byte[] whole = segmentOf("first", "second", "last");
    int last = offsets(whole).get(2);
    for (int size = last; size < whole.length; size++) {
      assertThat(bodiesIn(Arrays.copyOf(whole, size))).containsExactly("first", "second");
    }
    assertThat(bodiesIn(whole)).containsExactly("first", "second", "last");
  }

  @Test
  void aTornEndIsCutAndTheLogGoesOn() throws IOException {
    byte[] whole = segmentOf("first", "last");
    Path file = folder.newestWithRecords();
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));

    try (SegmentLog log = folder.open()) {
      assertThat(Files.size(file)).isEqualTo(offsets(whole).get(1).longValue());
      assertThat(log.figures().damagedBytes()).isZero();
      append(log, "after");
    }
    try (SegmentLog log = folder.open()) {
      assertThat(recoveredBodies(log)).containsExactly("first", "after");
    }
  }

  @Test
  void aFileThatWasCutInItsHeaderDoesNoHarm() throws IOException {
    byte[] whole = segmentOf();
    Path file = folder.files().get(0);
    for (int size = 0; size < SegmentHeader.SIZE; size += 7) {
      Path next =
          new SegmentFolder(folder.path()).file(new SegmentFolder(folder.path()).nextNumber());
      Files.write(next, Arrays.copyOf(whole, size));
      try (SegmentLog log = folder.open()) {
        assertThat(log.recovered()).isEmpty();
      }
    }
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**.damaged");
  }

  @Test
  void aByteThatChangedAnywhereInARecordCostsThatRecordOnly() throws IOException {
    byte[] whole = segmentOf("first", "second", "last");
    int begin = offsets(whole).get(1);
    int end = offsets(whole).get(2);
    for (int at = begin; at < end; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;

      assertThat(bodiesIn(damaged)).containsExactly("first", "last");
      assertThat(damageIn(damaged)).containsExactly(new DamagedRange(begin, end - begin));
    }
  }

  @Test
  void aByteThatChangedAnywhereInTheHeaderCostsNothing() throws IOException {
    byte[] whole = segmentOf("first", "last");
    for (int at = 0; at < SegmentHeader.SIZE; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;

      assertThat(bodiesIn(damaged)).containsExactly("first", "last");
    }
  }

  @Test
  void damagedBytesAreSkippedAndCounted() throws IOException {
    byte[] whole = segmentOf("first", "second", "last");
    int begin = offsets(whole).get(1);
    int end = offsets(whole).get(2);
    whole[begin + 20] ^= 1;
    Files.write(folder.newestWithRecords(), whole);

    try (SegmentLog log = folder.open()) {
      assertThat(recoveredBodies(log)).containsExactly("first", "last");
      assertThat(log.figures().damagedBytes()).isEqualTo(end - begin);
    }
  }

  @Test
  void aBodyThatHoldsTheBytesOfARecordIsNeverTakenForOne() throws IOException {
    byte[] inner = segmentOf("inner");
    byte[] record = Arrays.copyOfRange(inner, offsets(inner).get(0), inner.length);
    LogFolder other = new LogFolder(parent.resolve("other"), 1 << 30, 1 << 20);
    try (SegmentLog log = other.open()) {
      log.append("group", LogFolder.NO_HEADER, record);
      append(log, "last");
    }
    Path file = other.newestWithRecords();
    byte[] damaged = Files.readAllBytes(file);
    damaged[offsets(damaged).get(0) + 5] ^= 1;
    Files.write(file, damaged);

    try (SegmentLog log = other.open()) {
      assertThat(recoveredBodies(log)).containsExactly("last");
    }
  }

  @Test
  void aFileWithoutAValidHeaderIsKeptAsideAndCounted() throws IOException {
    byte[] whole = segmentOf("first");
    Path file = folder.newestWithRecords();
    Arrays.fill(whole, 0, SegmentHeader.SIZE, (byte) 7);
    Files.write(file, whole);

    try (SegmentLog log = folder.open()) {
      assertThat(log.recovered()).isEmpty();
      assertThat(log.figures().damagedBytes()).isEqualTo(whole.length);
      assertThat(Path.of(file + ".damaged")).hasBinaryContent(whole);
      append(log, "after");
    }
    try (SegmentLog log = folder.open()) {
      assertThat(recoveredBodies(log)).containsExactly("after");
    }
  }

  @Test
  void aFileOfALaterVersionIsRefusedByNameAndStays() throws IOException {
    segmentOf("first");
    Path later = folder.path().resolve("000000000099.segment");
    SegmentHeader header = new SegmentHeader(SegmentHeader.CURRENT_VERSION + 1, 42, 1);
    Files.write(later, header.toBytes().array());

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(folder::open)
        .withMessageContaining(later.toString())
        .withMessageContaining("later version")
        .withMessageContaining("Start the later version until the outbox is empty");
    assertThat(later).exists();

    Files.delete(later);
    folder.open().close();
  }

  @Test
  void aRecordThatIsDamagedWhileTheLogIsOpenIsNotRead() throws Exception {
    try (SegmentLog log = folder.open()) {
      long id = append(log, "body");
      commit(log);
      Path file = folder.newestWithRecords();
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length - 1] ^= 1;
      Files.write(file, bytes);

      assertThatExceptionOfType(DamagedRecordException.class)
          .isThrownBy(() -> log.read(id))
          .withMessageContaining(file.toString())
          .withMessageContaining("checksum");
      assertThat(body(log, append(log, "next"))).isEqualTo("next");

      Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
      assertThatExceptionOfType(DamagedRecordException.class).isThrownBy(() -> log.read(id));
    }
  }

  /** Returns the bytes of a segment with these messages. */
  private byte[] segmentOf(String... bodies) throws IOException {
    try (SegmentLog log = folder.open()) {
      List.of(bodies).forEach(body -> append(log, body));
    }
    List<Path> files = folder.files();
    return Files.readAllBytes(files.get(files.size() - 1));
  }

  private static List<Integer> offsets(byte[] segment) {
    List<Integer> offsets = new ArrayList<>();
    SegmentScanner.scan(bytes(segment), format(segment), (offset, found) -> offsets.add(offset));
    return offsets;
  }

  private static List<String> bodiesIn(byte[] segment) {
    List<String> bodies = new ArrayList<>();
    SegmentScanner.scan(
        bytes(segment),
        format(segment),
        (offset, found) -> {
          if (found.entry() instanceof LogEntry.Message message) {
            bodies.add(new String(message.toRecord().body(), UTF_8));
          }
        });
    return bodies;
  }

  private static List<DamagedRange> damageIn(byte[] segment) {
    return SegmentScanner.scan(bytes(segment), format(segment), (offset, found) -> {});
  }

  private static RecordFormat format(byte[] segment) {
    return RecordFormat.of(SegmentHeader.read(bytes(segment)).orElseThrow());
  }

  private static ByteBuffer bytes(byte[] segment) {
    return ByteBuffer.wrap(segment);
  }
}
