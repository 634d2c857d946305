package org.bactrian.localazure.eventhub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.bactrian.model.file.OwnerOnly;

/**
 * The events of a partition on disk, in files of which the oldest are deleted. One thread appends,
 * any may read. What was appended is there after the process is killed; a power cut may take the
 * last moments.
 */
final class EventLog {

  private final Path folder;
  private final EventRetention retention;
  private final List<EventSegment> segments = new CopyOnWriteArrayList<>();

  private EventLog(Path folder, EventRetention retention) {
    this.folder = folder;
    this.retention = retention;
  }

  /**
   * Opens the log of a folder, which is made when missing.
   *
   * @throws UncheckedIOException when it cannot be read
   */
  static EventLog open(Path folder, EventRetention retention) {
    EventLog log = new EventLog(folder, retention);
    try {
      OwnerOnly.folder(folder);
      List<Path> files;
      try (Stream<Path> all = Files.list(folder)) {
        files = all.filter(EventSegment::isSegment).sorted().toList();
      }
      for (int i = 0; i < files.size() - 1; i++) {
        long next = EventSegment.first(files.get(i + 1));
        log.segments.add(EventSegment.openFull(files.get(i), next));
      }
      Path last = files.isEmpty() ? EventSegment.file(folder, 0) : files.get(files.size() - 1);
      log.segments.add(EventSegment.openLast(last));
      return log;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Appends an event.
   *
   * @param message makes the bytes of the event at its place
   */
  void append(Instant enqueued, Function<EventStamp, byte[]> message) throws IOException {
    EventSegment last = last();
    if (last.bytes() >= retention.segmentBytes()) {
      last = EventSegment.openLast(EventSegment.file(folder, last.next()));
      segments.add(last);
      deleteOld(enqueued);
    }
    EventStamp stamp = new EventStamp(last.next(), enqueued);
    last.append(stamp, message.apply(stamp));
  }

  private void deleteOld(Instant now) throws IOException {
    long bytes = segments.stream().mapToLong(EventSegment::bytes).sum();
    while (segments.size() > 1) {
      EventSegment oldest = segments.get(0);
      boolean old = oldest.newest().isBefore(now.minus(retention.age()));
      if (!old && bytes <= retention.partitionBytes()) {
        return;
      }
      bytes -= oldest.bytes();
      segments.remove(oldest);
      oldest.delete();
    }
  }

  /** Events from a position on. One behind the end means a log that is gone: all of this one. */
  EventCursor from(EventPosition position) throws IOException {
    if (position instanceof EventPosition.FromNumber number && number.sequenceNumber() <= next()) {
      return cursor(
          segment -> segment.next() > number.sequenceNumber(),
          stamp -> stamp.sequenceNumber() >= number.sequenceNumber());
    } else if (position instanceof EventPosition.FromTime time) {
      return cursor(
          segment -> !segment.newest().isBefore(time.enqueued()),
          stamp -> !stamp.enqueued().isBefore(time.enqueued()));
    } else if (position instanceof EventPosition.End) {
      EventSegment last = last();
      return new EventCursor(this, last, last.bytes());
    }
    return new EventCursor(this, segments.get(0), 0);
  }

  private EventCursor cursor(Predicate<EventSegment> holds, Predicate<EventStamp> wanted)
      throws IOException {
    EventSegment start = segments.stream().filter(holds).findFirst().orElseGet(this::last);
    EventCursor cursor = new EventCursor(this, start, 0);
    cursor.skipUntil(wanted);
    return cursor;
  }

  /** The file behind another one, or the oldest when that one was deleted; empty for none. */
  Optional<EventSegment> after(EventSegment segment) {
    return segments.stream().filter(other -> other.first() > segment.first()).findFirst();
  }

  /** Number of the oldest event that is kept; that of the next one when there is none. */
  long first() {
    return segments.get(0).first();
  }

  /** Number of the next event. */
  long next() {
    return last().next();
  }

  /** Time at which the last event was enqueued; 1970 when there was none. */
  Instant newest() {
    EventSegment last = last();
    return last.bytes() == 0 && segments.size() > 1
        ? segments.get(segments.size() - 2).newest()
        : last.newest();
  }

  void close() {
    for (EventSegment segment : segments) {
      try {
        segment.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private EventSegment last() {
    return segments.get(segments.size() - 1);
  }
}
