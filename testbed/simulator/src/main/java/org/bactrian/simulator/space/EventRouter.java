package org.bactrian.simulator.space;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.milo.opcua.sdk.server.items.EventItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.model.objects.BaseEventTypeNode;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * Brings events to the items that watch one of the objects they pass: the machine, its line, the
 * plant. Items on the Server object are served by Milo's own notifier.
 */
public final class EventRouter {

  private final Map<NodeId, Set<EventItem>> itemsByNotifier = new ConcurrentHashMap<>();

  /** Hands an event to every item that watches one of {@code notifiers}. */
  public void fire(BaseEventTypeNode event, List<NodeId> notifiers) {
    for (NodeId notifier : notifiers) {
      for (EventItem item : itemsByNotifier.getOrDefault(notifier, Set.of())) {
        item.onEvent(event);
      }
    }
  }

  void follow(List<? extends MonitoredItem> items) {
    for (MonitoredItem item : items) {
      if (item instanceof EventItem eventItem) {
        Set<EventItem> watching =
            itemsByNotifier.computeIfAbsent(
                eventItem.getReadValueId().getNodeId(), id -> ConcurrentHashMap.newKeySet());
        if (eventItem.isSamplingEnabled()) {
          watching.add(eventItem);
        } else {
          watching.remove(eventItem);
        }
      }
    }
  }

  void forget(List<EventItem> items) {
    for (EventItem item : items) {
      itemsByNotifier
          .getOrDefault(item.getReadValueId().getNodeId(), Set.of())
          .removeIf(watching -> watching == item);
    }
  }
}
