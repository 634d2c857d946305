package org.bactrian.simulator.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.HistoryUpdateType;
import org.eclipse.milo.opcua.stack.core.types.structured.ModificationInfo;
import org.jspecify.annotations.Nullable;

/**
 * Recorded values of one variable, by source timestamp, and their changes. It keeps the latest
 * {@link #MOST_VALUES} values and {@link #MOST_CHANGES} changes. Thread-safe.
 */
public final class ValueArchive {

  static final int MOST_VALUES = 10_000;
  static final int MOST_CHANGES = 10_000;

  private final NavigableMap<Long, DataValue> values = new TreeMap<>();

  /** The latest last. */
  private final List<Change> changes = new ArrayList<>();

  /** A change of a value: the value that was added, or the one that is no more. */
  record Change(DataValue value, ModificationInfo info) {
    long time() {
      return HistoryTimes.ticks(value);
    }
  }

  /** Records a value, which has a source timestamp; the oldest one makes room for it. */
  public synchronized void record(DataValue value) {
    values.put(HistoryTimes.ticks(value), value);
    if (values.size() > MOST_VALUES) {
      values.pollFirstEntry();
    }
  }

  /** Values of a domain in its order, with those at its bounds where they are asked for. */
  synchronized List<DataValue> read(HistoryTimes times, boolean withBounds) {
    List<DataValue> found = new ArrayList<>();
    values.forEach(
        (time, value) -> {
          if (times.contains(time)) {
            found.add(value);
          }
        });
    if (withBounds) {
      if (times.from() > Long.MIN_VALUE && !values.containsKey(times.from())) {
        found.add(0, bound(values.lowerEntry(times.from()), times.from()));
      }
      if (times.to() < Long.MAX_VALUE) {
        found.add(bound(values.ceilingEntry(times.to()), times.to()));
      }
    }
    if (times.backwards()) {
      Collections.reverse(found);
    }
    return found;
  }

  private static DataValue bound(Map.@Nullable Entry<Long, DataValue> entry, long time) {
    DateTime at = new DateTime(time);
    return entry == null
        ? new DataValue(Variant.NULL_VALUE, new StatusCode(StatusCodes.Bad_BoundNotFound), at, at)
        : entry.getValue();
  }

  /** Changes of values of a domain, for each time the latest first. */
  synchronized List<Change> changes(HistoryTimes times) {
    List<Change> found = new ArrayList<>();
    for (Change change : changes) {
      if (times.contains(change.time())) {
        found.add(change);
      }
    }
    Collections.reverse(found);
    found.sort((a, b) -> Long.compare(a.time(), b.time()));
    if (times.backwards()) {
      Collections.reverse(found);
    }
    return found;
  }

  /** Recorded value at or before a time. */
  synchronized Optional<DataValue> atOrBefore(long time) {
    return Optional.ofNullable(values.floorEntry(time)).map(Map.Entry::getValue);
  }

  /** Recorded value after a time. */
  synchronized Optional<DataValue> after(long time) {
    return Optional.ofNullable(values.higherEntry(time)).map(Map.Entry::getValue);
  }

  /** Adds a value that is not there. */
  synchronized StatusCode insert(DataValue value, String user) {
    return values.containsKey(HistoryTimes.ticks(value))
        ? new StatusCode(StatusCodes.Bad_EntryExists)
        : put(value, value, HistoryUpdateType.Insert, user);
  }

  /** Replaces a value that is there. */
  synchronized StatusCode replace(DataValue value, String user) {
    DataValue before = values.get(HistoryTimes.ticks(value));
    return before == null
        ? new StatusCode(StatusCodes.Bad_NoEntryExists)
        : put(value, before, HistoryUpdateType.Replace, user);
  }

  /** Adds a value, or replaces the one of its time. */
  synchronized StatusCode update(DataValue value, String user) {
    DataValue before = values.get(HistoryTimes.ticks(value));
    return before == null
        ? put(value, value, HistoryUpdateType.Insert, user)
        : put(value, before, HistoryUpdateType.Update, user);
  }

  /** Deletes the value of a time. */
  synchronized StatusCode delete(long time, String user) {
    DataValue before = values.remove(time);
    if (before == null) {
      return new StatusCode(StatusCodes.Bad_NoEntryExists);
    }
    note(before, HistoryUpdateType.Delete, user);
    return StatusCode.GOOD;
  }

  /** Deletes the values of a range. */
  synchronized void delete(Predicate<Long> range, String user) {
    List.copyOf(values.keySet()).stream().filter(range).forEach(time -> delete(time, user));
  }

  /** Forgets the changes of values of a range. */
  synchronized void forget(Predicate<Long> range) {
    changes.removeIf(change -> range.test(change.time()));
  }

  private StatusCode put(DataValue value, DataValue told, HistoryUpdateType kind, String user) {
    record(value);
    note(told, kind, user);
    return StatusCode.GOOD;
  }

  private void note(DataValue value, HistoryUpdateType kind, String user) {
    changes.add(new Change(value, new ModificationInfo(DateTime.now(), kind, user)));
    if (changes.size() > MOST_CHANGES) {
      changes.remove(0);
    }
  }
}
