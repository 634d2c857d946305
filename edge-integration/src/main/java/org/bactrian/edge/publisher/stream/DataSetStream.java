package org.bactrian.edge.publisher.stream;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.message.DataSetMessage;
import org.bactrian.edge.publisher.message.DataSetMessage.Kind;
import org.bactrian.edge.publisher.message.DataSetSource;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * Converts data changes of a server to the DataSetMessages of one writer (Part 14, 6.2.4.3): a key
 * frame first, then delta frames. An item that changed several times within a notification gives as
 * many messages, so no value hides another. Not thread-safe.
 */
final class DataSetStream {

  /** Room for fields in a frame of which nothing is known. */
  private static final int LEAST_FIELDS = 8;

  private DataSetWriter writer;
  private Map<String, Slot> slots = Map.of();

  /** Slot of the first item of the last notification. */
  private @Nullable Slot first;

  private final MessageNumbers numbers;
  private KeyFrameCounter keyFrames;
  private long notification;

  /** Fields of the frames of the last notification. */
  private int[] sizes = {};

  /** True when a key frame is to have values that were skipped. */
  private boolean skipped;

  /** Null while no field has heartbeats. */
  private @Nullable HeartbeatSchedule heartbeats;

  /** A field's place: what was last seen of it, and what of that is in key frames. */
  private static final class Slot {
    private final PublishedField field;

    /** The item with which it was found, and the slot of the item that came next. */
    private @Nullable MonitoredItem item;

    private @Nullable Slot next;
    private @Nullable DataValue seen;
    private @Nullable DataValue last;
    private @Nullable FieldHeartbeat heartbeat;
    private boolean skip;
    private long notification = -1;
    private int occurrence;

    /** Time of its last report, noted where there is a watchdog. */
    private long receivedNanos = System.nanoTime();

    Slot(PublishedField field) {
      this.field = field;
      this.skip = field.skipFirst() || field.heartbeat().replacesValues();
    }
  }

  /** A message that is being filled. */
  private record Frame(List<PublishedField> fields, List<DataValue> values) {
    static Frame sized(int capacity) {
      return new Frame(new ArrayList<>(capacity), new ArrayList<>(capacity));
    }
  }

  DataSetStream(DataSetWriter writer, MessageNumbers numbers) {
    this.numbers = numbers;
    change(writer);
  }

  /** Goes on with another shape of the same writer; fields that stay keep their last value. */
  void change(DataSetWriter to) {
    Map<String, Slot> present = slots;
    Map<String, Slot> next = new HashMap<>(to.fields().size() * 2);
    for (PublishedField field : to.fields()) {
      Slot slot = new Slot(field);
      Slot before = present.get(field.item().key());
      if (before != null && before.field.item().equals(field.item())) {
        slot.seen = before.seen;
        slot.last = before.last;
        slot.receivedNanos = before.receivedNanos;
        slot.skip = before.skip && field.skipFirst() || field.heartbeat().replacesValues();
        slot.heartbeat = heartbeatOf(field, before.heartbeat, before.seen);
      } else {
        slot.heartbeat = heartbeatOf(field, null, null);
      }
      next.put(field.item().key(), slot);
    }
    present.forEach(
        (key, slot) -> {
          Slot kept = next.get(key);
          if (slot.heartbeat != null && (kept == null || kept.heartbeat != slot.heartbeat)) {
            slot.heartbeat.end();
          }
        });
    writer = to;
    slots = next;
    first = null;
    keyFrames = new KeyFrameCounter(to.keyFrameCount());
  }

  private @Nullable FieldHeartbeat heartbeatOf(
      PublishedField field, @Nullable FieldHeartbeat before, @Nullable DataValue seen) {
    if (!field.heartbeat().isWanted() || field.publishesEvents()) {
      return null;
    }
    if (before != null && before.settings().equals(field.heartbeat())) {
      before.rename(field);
      return before;
    }
    long now = System.nanoTime();
    FieldHeartbeat heartbeat = new FieldHeartbeat(field, now);
    if (seen != null) {
      heartbeat.received(seen, now);
    }
    if (heartbeats == null) {
      heartbeats = new HeartbeatSchedule(now);
    }
    heartbeats.add(heartbeat);
    return heartbeat;
  }

  /** Goes on where a former process ended. */
  void resume() {
    keyFrames.resume();
    if (!keyFrames.repeats()) {
      // The first values come with those of a restart only.
      slots.values().forEach(slot -> slot.skip = slot.field.heartbeat().replacesValues());
    }
  }

  /** The next message is a key frame: what was reported before may be out of date. */
  void restart() {
    keyFrames.restart();
  }

  /** Takes values that have come now. */
  List<DataSetMessage> onDataChanges(
      DataSetSource source, List<MonitoredItem> items, List<DataValue> values) {
    return onDataChanges(source, Instant.now(), items, values);
  }

  /**
   * Takes values.
   *
   * @param time time that their messages name as their own
   */
  List<DataSetMessage> onDataChanges(
      DataSetSource source, Instant time, List<MonitoredItem> items, List<DataValue> values) {
    notification++;
    boolean watched = writer.supervision().watchdog().isOn();
    long nowNanos = watched || heartbeats != null ? System.nanoTime() : 0;
    List<Frame> frames = new ArrayList<>(1);
    Slot before = null;
    for (int i = 0; i < items.size(); i++) {
      Slot slot = slotOf(items.get(i), before);
      before = slot;
      if (slot == null) {
        continue; // removed by an edit while its last values were under way
      }
      slot.seen = values.get(i);
      slot.receivedNanos = nowNanos;
      if (slot.heartbeat != null) {
        slot.heartbeat.received(values.get(i), nowNanos);
      }
      if (slot.skip) {
        skip(slot, values.get(i));
        continue;
      }
      slot.occurrence = slot.notification == notification ? slot.occurrence + 1 : 0;
      slot.notification = notification;
      if (slot.occurrence == frames.size()) {
        frames.add(Frame.sized(expectedSize(frames.size())));
      }
      Frame frame = frames.get(slot.occurrence);
      frame.fields().add(slot.field);
      frame.values().add(values.get(i));
    }
    sizes = frames.stream().mapToInt(frame -> frame.fields().size()).toArray();
    List<DataSetMessage> messages = new ArrayList<>(frames.size());
    for (Frame frame : frames) {
      messages.add(message(source, time, frame));
    }
    return messages;
  }

  /** Fields that a frame will have if the notification is much like the last one. */
  private int expectedSize(int frame) {
    return frame < sizes.length ? sizes[frame] : LEAST_FIELDS;
  }

  /** Leaves a value out, but for the next key frame unless heartbeats stand for it. */
  private void skip(Slot slot, DataValue value) {
    if (!slot.field.heartbeat().replacesValues()) {
      slot.skip = false;
      slot.last = value;
      skipped = true;
    }
  }

  /**
   * A server reports its items in much the same order each time, and the values of an item one
   * after the other, so that the next is known.
   */
  @SuppressWarnings("ReferenceEquality") // another item of the key is looked up
  private @Nullable Slot slotOf(MonitoredItem item, @Nullable Slot before) {
    if (before != null && before.item == item) {
      return before;
    }
    Slot expected = before == null ? first : before.next;
    if (expected != null && expected.item == item) {
      return expected;
    }
    Slot found = slots.get(item.key());
    if (found != null) {
      found.item = item;
      if (before == null) {
        first = found;
      } else {
        before.next = found;
      }
    }
    return found;
  }

  /** Notes that a notifier has reported events. */
  void receivedEvents(String key) {
    Slot slot = slots.get(key);
    if (slot != null) {
      slot.receivedNanos = System.nanoTime();
    }
  }

  /** Time of the last report of an item where there is a watchdog. */
  long receivedNanos(String key, long otherwise) {
    Slot slot = slots.get(key);
    return slot == null ? otherwise : slot.receivedNanos;
  }

  /** Returns the last reported value of an item, published or not. */
  Optional<DataValue> seen(String key) {
    return Optional.ofNullable(slots.get(key)).map(slot -> slot.seen);
  }

  /** A keep-alive, which is a key frame where the writer asks for that and there are values. */
  DataSetMessage keepAlive(DataSetSource source) {
    if (writer.keepAliveAsKeyFrame()) {
      Frame all = Frame.sized(writer.fields().size());
      for (PublishedField field : writer.fields()) {
        Slot slot = slots.get(field.item().key());
        if (slot != null && slot.seen != null && !field.heartbeat().replacesValues()) {
          all.fields().add(field);
          all.values().add(slot.seen);
        }
      }
      if (!all.fields().isEmpty()) {
        return new DataSetMessage(
            writer,
            source,
            Kind.KEY_FRAME,
            numbers.next(),
            Instant.now(),
            all.fields(),
            all.values());
      }
    }
    return new DataSetMessage(
        writer, source, Kind.KEEP_ALIVE, numbers.next(), Instant.now(), List.of(), List.of());
  }

  /**
   * A key frame of the last values on demand, which does not count among the others. A field that
   * never had a value, or whose item is refused now, has a status instead.
   *
   * @param refused status of items that the server does not monitor, by key
   * @return empty when no value has come yet
   */
  Optional<DataSetMessage> keyFrame(DataSetSource source, Map<String, StatusCode> refused) {
    Frame all = Frame.sized(writer.fields().size());
    boolean any = false;
    for (PublishedField field : writer.fields()) {
      Slot slot = slots.get(field.item().key());
      if (slot == null || field.publishesEvents()) {
        continue;
      }
      any |= slot.seen != null;
      StatusCode fault = refused.get(field.item().key());
      all.fields().add(field);
      if (slot.seen == null) {
        all.values().add(new DataValue(new StatusCode(StatusCodes.Bad_NoData)));
      } else {
        all.values().add(fault == null ? slot.seen : new DataValue(fault));
      }
    }
    return any
        ? Optional.of(
            new DataSetMessage(
                writer,
                source,
                Kind.KEY_FRAME,
                numbers.next(),
                Instant.now(),
                all.fields(),
                all.values()))
        : Optional.empty();
  }

  /** Takes the server's answer to an item. */
  void answered(String key, StatusCode status) {
    Slot slot = slots.get(key);
    if (slot != null && slot.heartbeat != null) {
      slot.heartbeat.answered(status);
    }
  }

  /**
   * Returns the time of {@link System#nanoTime} at which heartbeats are to be looked at; {@link
   * Long#MAX_VALUE} for never.
   */
  long nextHeartbeatNanos() {
    return heartbeats == null ? Long.MAX_VALUE : heartbeats.nextNanos();
  }

  /**
   * Takes the heartbeats that are due, a message each.
   *
   * @param connected whether there is a connection to the server
   * @param count is told of each heartbeat, also of one that is only counted
   */
  List<DataSetMessage> takeHeartbeats(
      DataSetSource source, boolean connected, long nowNanos, Runnable count) {
    if (heartbeats == null) {
      return List.of();
    }
    List<DataSetMessage> messages = new ArrayList<>();
    Instant now = Instant.now();
    for (FieldHeartbeat heartbeat : heartbeats.take(nowNanos)) {
      Optional<DataValue> value = heartbeat.value(connected, nowNanos);
      if (value.isEmpty()) {
        continue;
      }
      count.run();
      if (!heartbeat.settings().behavior().countsOnly()) {
        messages.add(
            new DataSetMessage(
                writer,
                source,
                Kind.HEARTBEAT,
                numbers.next(),
                now,
                List.of(heartbeat.field()),
                List.of(value.get())));
      }
    }
    return messages;
  }

  private DataSetMessage message(DataSetSource source, Instant now, Frame frame) {
    boolean key = keyFrames.next();
    Frame content = frame;
    if (keyFrames.repeats() || key && skipped) {
      remember(frame);
      content = key ? allFields() : frame;
      skipped = false;
    }
    return new DataSetMessage(
        writer,
        source,
        key ? Kind.KEY_FRAME : Kind.DELTA_FRAME,
        numbers.next(),
        now,
        content.fields(),
        content.values());
  }

  private void remember(Frame frame) {
    for (int i = 0; i < frame.fields().size(); i++) {
      Slot slot = slots.get(frame.fields().get(i).item().key());
      if (slot != null) {
        slot.last = frame.values().get(i);
      }
    }
  }

  private Frame allFields() {
    Frame all = Frame.sized(writer.fields().size());
    for (PublishedField field : writer.fields()) {
      Slot slot = slots.get(field.item().key());
      if (slot != null && slot.last != null) {
        all.fields().add(field);
        all.values().add(slot.last);
      }
    }
    return all;
  }
}
