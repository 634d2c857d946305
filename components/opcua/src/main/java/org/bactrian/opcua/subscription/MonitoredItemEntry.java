package org.bactrian.opcua.subscription;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.jspecify.annotations.Nullable;

/**
 * Wanted monitored item and its state at the server: absent, placed (the server was asked for it)
 * or monitored (the server has confirmed it). An item whose subscription is forgotten is absent.
 * Used on the session's executor only.
 */
final class MonitoredItemEntry {

  /** The item that is wanted. */
  MonitoredItem item;

  /** The item that the server was last asked for and has not refused. */
  @Nullable MonitoredItem applied;

  /** The subscription that it was placed in last; null before the first time. */
  @Nullable ServerSubscription part;

  int handle;

  /** The server's id; null until it has answered. */
  @Nullable UInteger id;

  /** The server's last word; null before the first. */
  @Nullable StatusCode status;

  /** Time of the next attempt while it is not monitored, in nanoseconds of the system's timer. */
  long retryNanos = System.nanoTime();

  MonitoredItemEntry(MonitoredItem item) {
    this.item = item;
  }

  /** True when the server was asked for it and has not refused it. */
  boolean isPlaced() {
    return placed() != null;
  }

  /** The subscription that the server was asked for it in; null where it is in none. */
  @Nullable ServerSubscription placed() {
    return part == null || part.isForgotten() ? null : part;
  }

  boolean isMonitored() {
    return isPlaced() && id != null;
  }

  /** True when it is monitored in another way than is wanted. */
  boolean isOutdated() {
    return isMonitored() && !item.equals(applied);
  }

  /** Gives it a handle in {@code at}; the server is about to be told. */
  void place(ServerSubscription at) {
    part = at;
    handle = at.add(item);
    id = null;
    applied = item;
  }

  /** Takes over what a former process has asked the server for. */
  void adopt(ServerSubscription at, SavedSubscription.SavedItem former) {
    part = at;
    handle = former.handle();
    at.restore(handle, item);
    id = former.id() == 0 ? null : uint(former.id());
    boolean same = former.parameters() == SavedSubscription.SavedItem.parametersOf(item);
    applied = same ? item : null;
  }

  /** Returns a snapshot for a later process. */
  SavedSubscription.SavedItem saved() {
    MonitoredItem asked = applied == null ? item : applied;
    return SavedSubscription.SavedItem.of(asked, handle, id == null ? 0 : id.longValue());
  }

  /** Takes it out of its subscription. */
  void remove() {
    if (part != null) {
      part.remove(handle);
    }
    part = null;
    id = null;
  }

  /** Makes {@code now} the wanted item, for deliveries at once. */
  void want(MonitoredItem now) {
    item = now;
    ServerSubscription present = placed();
    if (present != null) {
      present.replace(handle, now);
    }
  }

  /** Returns whether the server can turn the present item into {@code other} without a new one. */
  boolean canBecome(MonitoredItem other) {
    return item.nodeId().equals(other.nodeId())
        && item.attribute() == other.attribute()
        && item.indexRange().equals(other.indexRange());
  }
}
