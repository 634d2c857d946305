package org.bactrian.opcua.subscription;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import org.bactrian.opcua.event.ServerEventFilter;
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

  /** The event filter that it was placed with last; null for values. */
  private @Nullable ServerEventFilter eventFilter;

  /** True when the server is to be asked for the conditions that it has already. */
  boolean refreshDue;

  /** Time at which it was asked last, of the system's timer; null before the first time. */
  @Nullable Long refreshedNanos;

  /** The server's id; null until it has answered. */
  @Nullable UInteger id;

  /** The server's id of the item that it was linked to last; null where it is linked to none. */
  @Nullable UInteger linkedTo;

  /** The server's last word; null before the first. */
  @Nullable StatusCode status;

  /** Detail of the server's last word, empty for nothing. */
  String detail = "";

  /** Time of the next attempt while it is not monitored, in nanoseconds of the system's timer. */
  long retryNanos = System.nanoTime();

  /** Refusals in a row since the server was connected to or its nodes changed. */
  int refusals;

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

  /** True when the server's last word is that it does not monitor it. */
  boolean isRefused() {
    return status != null && status.isBad();
  }

  /** True when it is monitored in another way than is wanted. */
  boolean isOutdated() {
    return isMonitored() && !item.equals(applied);
  }

  /**
   * Gives it a handle in {@code at}; the server is about to be told.
   *
   * @param filter its event filter, null for values
   */
  void place(ServerSubscription at, @Nullable ServerEventFilter filter) {
    part = at;
    refreshedNanos = null;
    eventFilter = filter;
    handle = at.add(placedItem());
    id = null;
    linkedTo = null;
    applied = item;
  }

  /**
   * Takes over what a former process has asked the server for.
   *
   * @param filter its event filter, null for values
   */
  void adopt(
      ServerSubscription at,
      SavedSubscription.SavedItem former,
      @Nullable ServerEventFilter filter) {
    part = at;
    eventFilter = filter;
    handle = former.handle();
    at.restore(handle, placedItem());
    id = former.id() == 0 ? null : uint(former.id());
    boolean same = former.parameters() == SavedSubscription.SavedItem.parametersOf(item);
    applied = same ? item : null;
  }

  /** The item with the event filter that the server has. */
  PlacedItem placedItem() {
    return new PlacedItem(item, eventFilter);
  }

  /** True when it brings events and not values. */
  boolean bringsEvents() {
    return item.filter() instanceof MonitoringFilter.Events;
  }

  /** True when the conditions that the server has already are wanted. */
  boolean wantsRefresh() {
    return item.filter() instanceof MonitoringFilter.Events events
        && events.conditions() != MonitoringFilter.ConditionUse.CHANGES_ONLY;
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
      present.replace(handle, placedItem());
    }
  }

  /**
   * Returns whether the server can turn the present item into {@code other} without a new one. An
   * event filter stays, since events that wait at the server have the fields of the old one.
   */
  boolean canBecome(MonitoredItem other) {
    boolean events = bringsEvents() || other.filter() instanceof MonitoringFilter.Events;
    return item.nodeId().equals(other.nodeId())
        && item.attribute() == other.attribute()
        && item.indexRange().equals(other.indexRange())
        && item.registered() == other.registered()
        && item.triggeredBy().equals(other.triggeredBy())
        && (!events || item.filter().equals(other.filter()));
  }
}
