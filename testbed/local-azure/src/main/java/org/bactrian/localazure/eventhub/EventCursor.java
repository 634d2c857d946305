package org.bactrian.localazure.eventhub;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reader of the events of a partition in their order. Events that are deleted before they were read
 * are left out. Not thread-safe.
 */
public final class EventCursor {

  private final EventLog log;
  private EventSegment segment;
  private long position;

  EventCursor(EventLog log, EventSegment segment, long position) {
    this.log = log;
    this.segment = segment;
    this.position = position;
  }

  /** The next event; empty while there is none. */
  public Optional<StoredEvent> next() throws IOException {
    while (true) {
      try {
        Optional<EventSegment.Entry> entry = entry();
        if (entry.isEmpty()) {
          return Optional.empty();
        }
        StoredEvent event = segment.event(entry.get());
        position = entry.get().end();
        return Optional.of(event);
      } catch (ClosedChannelException deleted) {
        if (!advance()) {
          throw deleted;
        }
      }
    }
  }

  void skipUntil(Predicate<EventStamp> wanted) throws IOException {
    for (Optional<EventSegment.Entry> entry = entry();
        entry.isPresent() && !wanted.test(entry.get().stamp());
        entry = entry()) {
      position = entry.get().end();
    }
  }

  private Optional<EventSegment.Entry> entry() throws IOException {
    while (true) {
      // Asked first: a file that another one follows gets no more events.
      boolean full = log.after(segment).isPresent();
      Optional<EventSegment.Entry> entry = segment.entry(position);
      if (entry.isPresent() || !full) {
        return entry;
      }
      advance();
    }
  }

  private boolean advance() {
    Optional<EventSegment> following = log.after(segment);
    following.ifPresent(
        next -> {
          segment = next;
          position = 0;
        });
    return following.isPresent();
  }
}
