package org.bactrian.opcua.subscription;

import java.util.List;
import java.util.Optional;
import org.bactrian.opcua.event.EventFieldLayout;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/**
 * Event of a monitored item (Part 4, 7.25.3).
 *
 * @param item the item
 * @param layout which field is which
 * @param values values of the fields, no more than the layout has
 */
public record EventNotification(MonitoredItem item, EventFieldLayout layout, List<Variant> values) {

  /** Returns the type of the event; empty where the server did not send it. */
  public Optional<NodeId> type() {
    return layout.eventType(values);
  }
}
