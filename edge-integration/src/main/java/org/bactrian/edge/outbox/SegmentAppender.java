package org.bactrian.edge.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.bactrian.edge.outbox.RecordFormat.EncodedRecord;

/** Writer of the newest segment. Not thread-safe. */
final class SegmentAppender implements AutoCloseable {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final FileChannel channel;
  private final Segment segment;
  private final ByteBuffer buffer;
  private long position;

  /**
   * @param buffer direct memory through which all is written; heap memory would be copied anyway
   */
  private SegmentAppender(FileChannel channel, Segment segment, ByteBuffer buffer) {
    this.channel = channel;
    this.segment = segment;
    this.buffer = buffer;
  }

  /**
   * Makes a segment file that begins with the state, so that it depends on no earlier one.
   *
   * @param firstId id below which are those of all earlier segments
   */
  static SegmentAppender create(
      Path path,
      SegmentFileOpener opener,
      ByteBuffer buffer,
      long firstId,
      Map<String, byte[]> state)
      throws IOException {
    SegmentHeader header =
        new SegmentHeader(SegmentHeader.CURRENT_VERSION, RANDOM.nextLong(), firstId);
    RecordFormat format = RecordFormat.of(header);
    List<EncodedRecord> prefix =
        state.entrySet().stream()
            .map(e -> format.encode(new LogEntry.StateValue(e.getKey(), e.getValue())))
            .toList();
    long size = SegmentHeader.SIZE + prefix.stream().mapToLong(EncodedRecord::size).sum();
    FileChannel channel = opener.open(path);
    SegmentAppender appender =
        new SegmentAppender(channel, new Segment(path, format, size, size), buffer.clear());
    try {
      appender.write(header.toBytes());
      for (EncodedRecord value : prefix) {
        appender.append(value);
      }
      appender.force();
      return appender;
    } catch (IOException e) {
      channel.close();
      Files.deleteIfExists(path);
      throw e;
    }
  }

  Segment segment() {
    return segment;
  }

  /** Returns the bytes of the file, with those that are still to be written to it. */
  long position() {
    return position;
  }

  /** Returns those of them that are behind the state with which the segment begins. */
  long recordBytes() {
    return position - segment.prefixBytes();
  }

  /** Appends a record and returns its offset. */
  int append(EncodedRecord encoded) throws IOException {
    int offset = Math.toIntExact(position);
    write(encoded.head());
    write(encoded.body());
    return offset;
  }

  private void write(ByteBuffer bytes) throws IOException {
    ByteBuffer rest = bytes.duplicate();
    int end = rest.limit();
    while (rest.position() < end) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      int length = Math.min(end - rest.position(), buffer.remaining());
      buffer.put(rest.limit(rest.position() + length));
      position += length;
    }
  }

  private void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  /** Makes all that was appended durable. */
  void force() throws IOException {
    flush();
    channel.force(false);
  }

  /** Cuts what was appended after the segment's committed size. */
  void rollBack() throws IOException {
    buffer.clear();
    channel.truncate(segment.size()).position(segment.size());
    position = segment.size();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
