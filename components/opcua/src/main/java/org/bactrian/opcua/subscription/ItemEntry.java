package org.bactrian.opcua.subscription;

import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;

/** A wanted item and what became of it at the server. Used on the lane only. */
final class ItemEntry {

  MonitoredItem item;

  /** Where it is monitored; null while it is not. */
  ServerSubscription part;

  int handle;
  UInteger id;

  /** The server's last word; null before the first. */
  StatusCode status;

  /** When it is tried again while it is not monitored, in nanoseconds of the system's timer. */
  long retryNanos = System.nanoTime();

  ItemEntry(MonitoredItem item) {
    this.item = item;
  }

  boolean isMonitored() {
    return part != null;
  }

  /** It is in {@code at} under {@code newHandle}, and the server is about to be told. */
  void place(ServerSubscription at, int newHandle) {
    part = at;
    handle = newHandle;
  }

  /** It is monitored no more. */
  void unplace() {
    part = null;
    id = null;
  }

  /** Whether the server can turn the present item into {@code other} without a new one. */
  boolean canBecome(MonitoredItem other) {
    return item.nodeId().equals(other.nodeId())
        && item.attribute() == other.attribute()
        && item.indexRange().equals(other.indexRange());
  }
}
