package org.bactrian.edge.outbox;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bactrian.edge.outbox.RecordFormat.DecodedRecord;

/** Segment file and how much of it is still needed; what changes is guarded by the log's lock. */
final class Segment {

  private final Path path;
  private final RecordFormat format;
  private final long prefixBytes;
  private long size;
  private long liveBytes;

  /**
   * @param prefixBytes header, and the state as it was when the segment began
   * @param size bytes of the file
   */
  Segment(Path path, RecordFormat format, long prefixBytes, long size) {
    this.path = path;
    this.format = format;
    this.prefixBytes = prefixBytes;
    this.size = size;
  }

  Path path() {
    return path;
  }

  RecordFormat format() {
    return format;
  }

  /** Returns the bytes of the file that are committed. */
  long size() {
    return size;
  }

  long prefixBytes() {
    return prefixBytes;
  }

  /** Returns the bytes behind those with which every segment begins. */
  long recordBytes() {
    return size - prefixBytes;
  }

  void growTo(long newSize) {
    size = newSize;
  }

  /** Returns the bytes of messages that were not removed. */
  long liveBytes() {
    return liveBytes;
  }

  void addLive(long bytes) {
    liveBytes += bytes;
  }

  /** Reads the whole file. */
  ByteBuffer read() throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(path));
  }

  /**
   * Reads a message. An interrupt of the reading thread has no effect on it.
   *
   * @throws java.io.FileNotFoundException when the segment was deleted meanwhile
   * @throws DamagedRecordException when there is no such message or its checksum is wrong
   * @throws IOException when the file cannot be read
   */
  LogEntry.Message read(int offset, int recordSize, long id) throws IOException {
    LogEntry entry =
        format
            .decode(bytesOf(offset, recordSize, id), 0)
            .map(DecodedRecord::entry)
            .orElseThrow(() -> damaged(offset, id));
    if (!(entry instanceof LogEntry.Message message) || message.id() != id) {
      throw damaged(offset, id);
    }
    return message;
  }

  /**
   * Reads the header of a message whose checksum was right before.
   *
   * @param size bytes of its record without the body
   * @throws java.io.FileNotFoundException when the segment was deleted meanwhile
   * @throws DamagedRecordException when there is no such message
   * @throws IOException when the file cannot be read
   */
  byte[] readHeader(int offset, int size, long id) throws IOException {
    return format
        .decodeHeader(bytesOf(offset, size, id), id)
        .orElseThrow(() -> damaged(offset, id));
  }

  private ByteBuffer bytesOf(int offset, int length, long id) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      file.seek(offset);
      file.readFully(bytes.array());
    } catch (EOFException e) {
      throw damaged(offset, id);
    }
    return bytes;
  }

  private DamagedRecordException damaged(int offset, long id) {
    return new DamagedRecordException(
        "Record %d at offset %d of %s is damaged: its checksum is wrong"
            .formatted(id, offset, path));
  }
}
