package org.bactrian.edge.outbox;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bactrian.edge.outbox.RecordFormat.DecodedRecord;
import org.bactrian.edge.outbox.RecordIndex.Stored;
import org.bactrian.edge.outbox.SegmentScanner.DamagedRange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reader of the segments that an earlier process left. */
final class SegmentRecovery {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentRecovery.class);

  /** Ids that a process skips, so that none of those lost with a former one is used again. */
  private static final int ID_BITS_OF_A_PROCESS = 32;

  /** Bytes of one read, for which the JVM takes as much memory outside of its heap. */
  private static final int READ_BYTES = 64 << 10;

  private final RecordIndex index = new RecordIndex();
  private final Map<String, byte[]> state = new HashMap<>();
  private final SortedMap<Long, RecoveredRecord> records = new TreeMap<>();
  private final Map<String, String> channels = new HashMap<>();
  private byte[] buffer = {};
  private long highestId;
  private long damagedBytes;

  private SegmentRecovery() {}

  /**
   * Reads the segments of a folder. What a crash left unfinished at the end of the last one is cut.
   *
   * @throws IOException when a file was written by a later version, or the folder cannot be used
   */
  static SegmentRecovery read(SegmentFolder folder) throws IOException {
    SegmentRecovery recovery = new SegmentRecovery();
    List<Path> files = folder.files();
    for (int i = 0; i < files.size(); i++) {
      recovery.read(files.get(i), i == files.size() - 1);
    }
    return recovery;
  }

  private void read(Path file, boolean last) throws IOException {
    ByteBuffer bytes = content(file);
    Optional<SegmentHeader> header = SegmentHeader.read(bytes);
    refuseLaterVersion(file, header.map(SegmentHeader::version).orElse(0), bytes);
    if (header.isEmpty()) {
      setAside(file, bytes.limit(), last);
      return;
    }
    highestId = Math.max(highestId, header.get().firstId());
    RecordFormat format = RecordFormat.of(header.get());
    long prefix = prefixOf(bytes, format);
    Segment segment = new Segment(file, format, prefix, bytes.limit());
    List<DamagedRange> damaged =
        SegmentScanner.scan(bytes, format, (offset, found) -> apply(segment, offset, found));
    for (DamagedRange range : damaged) {
      boolean tail = range.offset() + range.bytes() == bytes.limit();
      if (last && tail) {
        cut(segment, range);
      } else {
        report(file, range);
      }
    }
    index.add(segment);
  }

  /** Reads a file into memory that is used for all of them. */
  private ByteBuffer content(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      int size = Math.toIntExact(file.length());
      if (buffer.length < size) {
        buffer = new byte[size];
      }
      for (int at = 0; at < size; at += READ_BYTES) {
        file.readFully(buffer, at, Math.min(READ_BYTES, size - at));
      }
      return ByteBuffer.wrap(buffer, 0, size);
    }
  }

  private static void refuseLaterVersion(Path file, int version, ByteBuffer bytes)
      throws IOException {
    int found = version == 0 ? SegmentHeader.versionOf(bytes) : version;
    if (found > SegmentHeader.CURRENT_VERSION) {
      throw new IOException(
          ("%s has format %d of a later version of Bactrian; this one reads up to %d. Start the"
                  + " later version until the outbox is empty, or move the file to another folder,"
                  + " which leaves its messages unsent.")
              .formatted(file, found, SegmentHeader.CURRENT_VERSION));
    }
  }

  /** The last file has no whole header when the process ended while it was made. */
  private void setAside(Path file, int bytes, boolean last) throws IOException {
    if (last && bytes <= SegmentHeader.SIZE) {
      Files.delete(file);
      return;
    }
    damagedBytes += bytes;
    Path aside = file.resolveSibling(file.getFileName() + ".damaged");
    Files.move(file, aside);
    LOG.warn(
        "{} has no valid header: its {} bytes were skipped. It is kept as {}, which may be deleted",
        file,
        bytes,
        aside.getFileName());
  }

  private static long prefixOf(ByteBuffer segment, RecordFormat format) {
    int offset = SegmentHeader.SIZE;
    Optional<DecodedRecord> found = format.decode(segment, offset);
    while (found.isPresent() && found.get().entry() instanceof LogEntry.StateValue) {
      offset += found.get().size();
      found = format.decode(segment, offset);
    }
    return offset;
  }

  private void apply(Segment segment, int offset, DecodedRecord found) {
    if (found.entry() instanceof LogEntry.Message message) {
      highestId = Math.max(highestId, message.id());
      index.store(message.id(), new Stored(segment, offset, found.size()));
      records.put(
          message.id(),
          new RecoveredRecord(
              message.id(),
              channels.computeIfAbsent(message.channel(), channel -> channel),
              message.body().remaining(),
              message.appended()));
    } else if (found.entry() instanceof LogEntry.Removal removal) {
      highestId = Math.max(highestId, removal.id());
      index.remove(removal.id());
      records.remove(removal.id());
    } else if (found.entry() instanceof LogEntry.StateValue value) {
      value.putInto(state);
    }
  }

  private static void cut(Segment segment, DamagedRange tail) throws IOException {
    try (FileChannel channel = FileChannel.open(segment.path(), StandardOpenOption.WRITE)) {
      channel.truncate(tail.offset());
      channel.force(true);
    }
    segment.growTo(tail.offset());
    LOG.info(
        "Cut the last {} bytes of {} at offset {}: a write that was not finished",
        tail.bytes(),
        segment.path(),
        tail.offset());
  }

  private void report(Path file, DamagedRange range) {
    damagedBytes += range.bytes();
    LOG.warn(
        "Skipped {} damaged bytes of {} at offset {}: the messages in them are lost",
        range.bytes(),
        file,
        range.offset());
  }

  RecordIndex index() {
    return index;
  }

  Map<String, byte[]> state() {
    return state;
  }

  /** Returns the messages that were not removed, by id. */
  SortedMap<Long, RecoveredRecord> records() {
    return records;
  }

  long damagedBytes() {
    return damagedBytes;
  }

  /** Returns the first id for this process; one that is lost with it is never used again. */
  long firstId() {
    return highestId == 0 ? 1 : ((highestId >> ID_BITS_OF_A_PROCESS) + 1) << ID_BITS_OF_A_PROCESS;
  }
}
