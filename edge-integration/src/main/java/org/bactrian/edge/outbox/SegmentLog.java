package org.bactrian.edge.outbox;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bactrian.edge.outbox.RecordIndex.RecordPlace;
import org.bactrian.edge.outbox.RecordIndex.Stored;
import org.bactrian.edge.outbox.RecordIndex.Waiting;
import org.bactrian.model.file.FolderLock;
import org.bactrian.model.file.OwnerOnly;

/**
 * Store of records in a folder of segment files, to which one thread appends. Each record has a
 * checksum (CRC32C); what is damaged is skipped and reported. Segments in which nothing is needed
 * any more are deleted from the oldest on; the oldest one is rewritten when the files hold over
 * twice what is needed, so that one message that stays does not hold the space of all after it.
 *
 * <p>While the disk cannot be written, what was appended waits in memory, there is no room, and it
 * is tried again every second. An id is a number of the process times 2<sup>32</sup> plus a counter
 * from 1 on: those that were lost with a former process are not used again.
 */
public final class SegmentLog implements RecordStore {

  private static final int MAX_RECORD_BYTES = 1 << 30;

  private final InstantSource clock;
  private final FolderLock lock;
  private final LogContent content;
  private final GroupCommitter committer;

  private SegmentLog(
      SegmentLogSettings settings,
      FolderLock lock,
      SegmentRecovery recovery,
      SegmentFileOpener opener,
      InstantSource clock) {
    this.clock = clock;
    this.lock = lock;
    this.content = new LogContent(settings, recovery);
    this.committer = new GroupCommitter(settings, recovery, content, opener, clock);
  }

  /**
   * Opens the log in a folder that only its owner can read, and reads what is in it.
   *
   * @param maxBytes bytes on disk from which it has no room, at least 64 KiB
   * @throws IllegalStateException when another process, or another log of this one, has the folder
   * @throws IOException when the folder cannot be used, or a file in it was written by a later
   *     version
   */
  public static SegmentLog open(Path folder, long maxBytes) throws IOException {
    SegmentLogSettings settings = SegmentLogSettings.of(folder, maxBytes);
    return open(settings, SegmentFileOpener.ON_DISK, InstantSource.system());
  }

  /** Opens a log whose files and whose time a test may govern. */
  static SegmentLog open(SegmentLogSettings settings, SegmentFileOpener opener, InstantSource clock)
      throws IOException {
    OwnerOnly.folder(settings.folder());
    FolderLock lock = FolderLock.take(settings.folder(), "edge");
    try {
      SegmentRecovery recovery = SegmentRecovery.read(new SegmentFolder(settings.folder()));
      SegmentLog log = new SegmentLog(settings, lock, recovery, opener, clock);
      log.committer.start();
      return log;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * @throws IllegalArgumentException when header and body are larger than 1 GiB together
   * @throws IllegalStateException after the end
   */
  @Override
  public long append(String channel, byte[] header, byte[] body) {
    if ((long) header.length + body.length > MAX_RECORD_BYTES) {
      throw new IllegalArgumentException(
          "A message of %d bytes is too large for the outbox, which takes up to %d"
              .formatted((long) header.length + body.length, MAX_RECORD_BYTES));
    }
    return content.append(
        clock.instant().truncatedTo(ChronoUnit.MILLIS), channel, header, ByteBuffer.wrap(body));
  }

  @Override
  public void remove(long id) {
    content.remove(id);
  }

  /**
   * @throws IllegalStateException after the end
   */
  @Override
  public void put(String key, byte[] value) {
    content.put(new LogEntry.StateValue(key, value));
  }

  @Override
  public Map<String, byte[]> state() {
    return content.state();
  }

  /**
   * @throws IllegalStateException after the end
   */
  @Override
  public void afterCommit(Runnable action) {
    content.afterCommit(action);
  }

  /** Reading of a record in a segment. */
  @FunctionalInterface
  private interface SegmentRead<T> {

    T read(Segment segment, int offset, int size) throws IOException;
  }

  @Override
  public StoredRecord read(long id) throws IOException {
    return read(
        id,
        (segment, offset, size) -> segment.read(offset, size, id).toRecord(),
        LogEntry.Message::toRecord);
  }

  @Override
  public byte[] header(long id, int bodySize) throws IOException {
    return read(
        id,
        (segment, offset, size) -> segment.readHeader(offset, size - bodySize, id),
        LogEntry.Message::header);
  }

  private <T> T read(long id, SegmentRead<T> inSegment, Function<LogEntry.Message, T> inMemory)
      throws IOException {
    RecordPlace place = find(id);
    while (place instanceof Stored stored) {
      try {
        return inSegment.read(stored.segment(), stored.offset(), stored.size());
      } catch (FileNotFoundException e) {
        // The segment was rewritten and deleted after its place had been looked up.
        place = find(id);
        if (place.equals(stored)) {
          throw e;
        }
      }
    }
    return inMemory.apply(((Waiting) place).message());
  }

  private RecordPlace find(long id) throws IOException {
    Optional<RecordPlace> place = content.find(id);
    return place.orElseThrow(() -> new DamagedRecordException("The outbox has no message " + id));
  }

  /**
   * Returns the records that were there when the log was opened and have not been removed since.
   */
  @Override
  public List<RecoveredRecord> recovered() {
    return content.recovered();
  }

  @Override
  public boolean hasRoom(long heldBytes) {
    return content.hasRoom(heldBytes);
  }

  @Override
  public boolean isDurable() {
    return true;
  }

  /** Returns figures as of now. */
  public SegmentLogFigures figures() {
    return content.figures();
  }

  @Override
  public void close() {
    content.close();
    committer.close();
    lock.close();
  }
}
