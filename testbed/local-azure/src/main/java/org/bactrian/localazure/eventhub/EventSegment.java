package org.bactrian.localazure.eventhub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bactrian.model.file.OwnerOnly;

/**
 * File of consecutive events: of each its length (4 bytes), its number and its time (8 bytes each,
 * milliseconds since 1970), and its message. One thread appends, any may read.
 */
final class EventSegment {

  private static final String EXTENSION = ".events";
  private static final int HEAD_BYTES = 20;

  private final Path file;
  private final FileChannel channel;
  private final long first;
  private volatile long end;
  private volatile long next;
  private volatile Instant newest = Instant.EPOCH;

  private EventSegment(Path file, FileChannel channel, long first) {
    this.file = file;
    this.channel = channel;
    this.first = first;
    this.next = first;
  }

  /** Event in the file, and where the one behind it begins. */
  record Entry(EventStamp stamp, long position, int length) {

    long end() {
      return position + HEAD_BYTES + length;
    }
  }

  static Path file(Path folder, long first) {
    return folder.resolve(String.format("%020d", first) + EXTENSION);
  }

  /** Number of the first event of a file. */
  static long first(Path file) {
    String name = file.getFileName().toString();
    return Long.parseLong(name.substring(0, name.length() - EXTENSION.length()));
  }

  static boolean isSegment(Path file) {
    return file.getFileName().toString().matches("\\d{20}" + Pattern.quote(EXTENSION));
  }

  /**
   * Opens the last file, to which events are appended, or makes it. What a killed process left of
   * an event at its end is cut off.
   *
   * @throws UncheckedIOException when it cannot be read
   */
  static EventSegment openLast(Path file) {
    EventSegment segment = open(file);
    try {
      segment.recover();
      return segment;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Opens a file that others follow; it is not looked through.
   *
   * @param next number of the first event of the next file
   */
  static EventSegment openFull(Path file, long next) {
    EventSegment segment = open(file);
    try {
      segment.end = segment.channel.size();
      segment.next = next;
      segment.newest = Files.getLastModifiedTime(file).toInstant();
      return segment;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EventSegment open(Path file) {
    try {
      OwnerOnly.touch(file);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      return new EventSegment(file, channel, first(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void recover() throws IOException {
    end = channel.size();
    long position = 0;
    for (Optional<Entry> entry = entry(0); entry.isPresent(); entry = entry(position)) {
      position = entry.get().end();
      next = entry.get().stamp().sequenceNumber() + 1;
      newest = entry.get().stamp().enqueued();
    }
    end = position;
    channel.truncate(end);
  }

  void append(EventStamp stamp, byte[] message) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    head.putInt(message.length);
    head.putLong(stamp.sequenceNumber());
    head.putLong(stamp.enqueued().toEpochMilli());
    long position = end;
    write(head.flip(), position);
    write(ByteBuffer.wrap(message), position + HEAD_BYTES);
    newest = stamp.enqueued();
    next = stamp.sequenceNumber() + 1;
    end = position + HEAD_BYTES + message.length;
  }

  private void write(ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  /** Event that begins at a position; empty at the end, and where the file is damaged. */
  Optional<Entry> entry(long position) throws IOException {
    long limit = end;
    if (position + HEAD_BYTES > limit) {
      return Optional.empty();
    }
    ByteBuffer head = read(position, HEAD_BYTES);
    int length = head.getInt();
    if (length < 0 || position + HEAD_BYTES + length > limit) {
      return Optional.empty();
    }
    EventStamp stamp = new EventStamp(head.getLong(), Instant.ofEpochMilli(head.getLong()));
    return Optional.of(new Entry(stamp, position, length));
  }

  StoredEvent event(Entry entry) throws IOException {
    return new StoredEvent(
        entry.stamp(), read(entry.position() + HEAD_BYTES, entry.length()).array());
  }

  private ByteBuffer read(long position, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        throw new IOException(file + " is shorter than what was written");
      }
    }
    return bytes.flip();
  }

  void delete() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }

  void close() throws IOException {
    channel.close();
  }

  /** Number of its first event, whether it has come or not. */
  long first() {
    return first;
  }

  /** Number of the event that would follow. */
  long next() {
    return next;
  }

  /** Time at which the last event was enqueued. */
  Instant newest() {
    return newest;
  }

  long bytes() {
    return end;
  }
}
