package org.bactrian.edge.outbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Index of the messages that were not removed, and of the segments that hold them, oldest first.
 * Not thread-safe.
 */
final class RecordIndex {

  /** Place of a message. */
  sealed interface RecordPlace {}

  /** Message that was not made durable yet. */
  record Waiting(LogEntry.Message message) implements RecordPlace {}

  /** Message in a segment. */
  record Stored(Segment segment, int offset, int size) implements RecordPlace {

    boolean isAt(Segment otherSegment, int otherOffset) {
      return segment == otherSegment && offset == otherOffset;
    }
  }

  /** Segments beyond those that would hold all live bytes, before the oldest is rewritten. */
  private static final int SPARE_SEGMENTS = 8;

  private final Map<Long, RecordPlace> places = new HashMap<>();
  private final Deque<Segment> segments = new ArrayDeque<>();
  private long liveBytes;
  private long recordBytes;
  private long bytesOnDisk;

  void add(LogEntry.Message message) {
    places.put(message.id(), new Waiting(message));
  }

  Optional<RecordPlace> find(long id) {
    return Optional.ofNullable(places.get(id));
  }

  /** Forgets a message; returns whether it was there. */
  boolean remove(long id) {
    RecordPlace place = places.remove(id);
    account(place, -1);
    return place != null;
  }

  /** Notes where a message was stored, unless it was removed meanwhile. */
  void stored(long id, Stored place) {
    if (places.containsKey(id)) {
      store(id, place);
    }
  }

  /** Notes where a message was found; a later place replaces the earlier. */
  void store(long id, Stored place) {
    account(places.put(id, place), -1);
    account(place, 1);
  }

  private void account(@Nullable RecordPlace place, int sign) {
    if (place instanceof Stored stored) {
      stored.segment().addLive(sign * (long) stored.size());
      liveBytes += sign * (long) stored.size();
    }
  }

  /** Forgets the messages that are still in a segment, and returns their ids. */
  List<Long> removeMessagesOf(Segment segment) {
    List<Long> ids =
        places.entrySet().stream()
            .filter(e -> e.getValue() instanceof Stored place && place.segment() == segment)
            .map(Map.Entry::getKey)
            .toList();
    ids.forEach(id -> remove((long) id));
    return ids;
  }

  void add(Segment segment) {
    segments.addLast(segment);
    bytesOnDisk += segment.size();
    recordBytes += segment.recordBytes();
  }

  void remove(Segment segment) {
    segments.remove(segment);
    bytesOnDisk -= segment.size();
    recordBytes -= segment.recordBytes();
  }

  /** Notes that more of a segment is durable. */
  void grow(Segment segment, long size) {
    bytesOnDisk += size - segment.size();
    recordBytes += size - segment.size();
    segment.growTo(size);
  }

  /** Returns the oldest segment, unless it is the newest too, which is being written. */
  Optional<Segment> oldest() {
    return segments.size() > 1 ? Optional.of(segments.getFirst()) : Optional.empty();
  }

  int records() {
    return places.size();
  }

  /** Returns the number of messages that are not durable yet. */
  long waiting() {
    return places.values().stream().filter(Waiting.class::isInstance).count();
  }

  long liveBytes() {
    return liveBytes;
  }

  long bytesOnDisk() {
    return bytesOnDisk;
  }

  /**
   * Returns whether the messages of the oldest segment are to be moved to the newest, so that it
   * can be deleted: when the files hold over twice what is needed, or, in a full log, when this
   * brings it below a half of its size, or keeps room for channels whose messages leave while those
   * of others stay. Most passes over all segments free as much as they write; the last kind writes
   * up to ten times as much.
   */
  boolean isRewriteDue(SegmentLogSettings settings, boolean full) {
    long segmentBytes = settings.segmentBytes();
    boolean sparse =
        recordBytes > 2 * liveBytes + 2 * segmentBytes
            || segments.size() > 2 * (liveBytes / segmentBytes) + SPARE_SEGMENTS;
    long needed = bytesOnDisk - recordBytes + liveBytes;
    long unneeded = recordBytes - liveBytes;
    boolean endsFullness = needed < settings.maxBytes() * 9 / 20 && unneeded > recordBytes / 10;
    boolean keepsRoom = unneeded > settings.maxBytes() / 16 + segmentBytes / 2;
    return sparse || full && (endsFullness || keepsRoom);
  }
}
