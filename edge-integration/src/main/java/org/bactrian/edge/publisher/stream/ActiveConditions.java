package org.bactrian.edge.publisher.stream;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bactrian.edge.publisher.group.ConditionSnapshots;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.message.DataSetSource;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * Conditions of a notifier that its server retains (Part 9, 5.5.2), each with its last event, and
 * the time of their next snapshot. Their number is bounded. Not thread-safe.
 */
final class ActiveConditions {

  /** A plant has some thousands at most; a server that invents conditions fills no memory. */
  static final int MOST = 10_000;

  /** A refresh whose end does not come is taken to be over after this time. */
  private static final long LONGEST_REFRESH_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Map<Branch, Event> active = new LinkedHashMap<>();
  private long sentNanos;
  private boolean changed;
  private boolean refreshing;
  private long refreshStartNanos;
  private boolean full;

  /**
   * Branch of a condition.
   *
   * @param branch its id, empty for the current state
   */
  record Branch(NodeId condition, Optional<NodeId> branch) {}

  /** Last event of a condition, as it is published. */
  record Event(DataSetSource source, List<PublishedField> fields, List<DataValue> values) {}

  /**
   * @param nowNanos time of {@link System#nanoTime}, as in all methods
   */
  ActiveConditions(long nowNanos) {
    sentNanos = nowNanos;
  }

  /** The server begins to report all conditions that it retains. */
  void beginRefresh(long nowNanos) {
    active.clear();
    full = false;
    refreshing = true;
    refreshStartNanos = nowNanos;
  }

  void endRefresh() {
    refreshing = false;
  }

  /** Forgets everything, since the server is another one or was started again. */
  void clear() {
    active.clear();
    full = false;
    refreshing = false;
  }

  /**
   * Keeps the last event of a condition that is retained.
   *
   * @return false where there are too many, which is said once until one of them goes
   */
  boolean retain(Branch branch, Event event) {
    if (active.size() >= MOST && !active.containsKey(branch)) {
      boolean first = !full;
      full = true;
      return !first;
    }
    active.put(branch, event);
    changed = true;
    return true;
  }

  /** Forgets a condition that is not retained any more. */
  void forget(Branch branch) {
    if (active.remove(branch) != null) {
      changed = true;
      full = false;
    }
  }

  /** Returns the time of the next snapshot of {@link System#nanoTime}. */
  long dueNanos(ConditionSnapshots intervals) {
    long due =
        sentNanos + (changed ? intervals.updateInterval() : intervals.snapshotInterval()).toNanos();
    return refreshing ? Math.max(due, refreshStartNanos + LONGEST_REFRESH_NANOS) : due;
  }

  /** Returns the last events of the active conditions, and begins another interval. */
  List<Event> take(long nowNanos) {
    sentNanos = nowNanos;
    changed = false;
    refreshing = false;
    return List.copyOf(active.values());
  }
}
