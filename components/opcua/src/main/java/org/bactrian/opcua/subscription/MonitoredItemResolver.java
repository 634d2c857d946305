package org.bactrian.opcua.subscription;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bactrian.opcua.event.ServerEventFilter;
import org.bactrian.opcua.service.StatusText;
import org.bactrian.opcua.subscription.SubscriptionEngine.Connection;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Resolves items to the node ids and event filters that they have at the connected server. */
final class MonitoredItemResolver {

  private static final Logger LOG = LoggerFactory.getLogger(MonitoredItemResolver.class);

  private final String server;
  private final Connection connection;
  private boolean namespacesRead;

  MonitoredItemResolver(String server, Connection connection) {
    this.server = server;
    this.connection = connection;
  }

  /**
   * Resolves an item.
   *
   * @throws UaException when the server lacks what it names, or did not answer
   */
  MonitoredItemCalls.Creation creation(MonitoredItemEntry entry) throws UaException {
    return new MonitoredItemCalls.Creation(
        entry, node(entry.item), eventFilter(connection, entry.item));
  }

  /**
   * Event filters of those items that have one and whose filter the server takes, by their keys.
   *
   * @throws UaException when the session was lost meanwhile
   */
  static Map<String, ServerEventFilter> eventFilters(
      Connection connection, Map<String, MonitoredItem> items) throws UaException {
    Map<String, ServerEventFilter> filters = new HashMap<>();
    for (MonitoredItem item : items.values()) {
      try {
        ServerEventFilter filter = eventFilter(connection, item);
        if (filter != null) {
          filters.put(item.key(), filter);
        }
      } catch (UaException e) {
        if (StatusText.meansLostSession(e)) {
          throw e;
        }
        LOG.debug("{} is made anew, where its fault is told", item.key(), e);
      }
    }
    return filters;
  }

  private static @Nullable ServerEventFilter eventFilter(Connection connection, MonitoredItem item)
      throws UaException {
    return item.filter() instanceof MonitoringFilter.Events events
        ? connection
            .eventFilters()
            .resolve(events.filter(), events.conditions() == MonitoringFilter.ConditionUse.FOLLOWED)
        : null;
  }

  private NodeId node(MonitoredItem item) throws UaException {
    Optional<NodeId> node = item.nodeId().toNodeId(connection.context().namespaces());
    if (node.isEmpty() && !namespacesRead) {
      namespacesRead = true;
      readNamespaces();
      node = item.nodeId().toNodeId(connection.context().namespaces());
    }
    return node.orElseThrow(() -> new UaException(StatusCodes.Bad_NodeIdUnknown));
  }

  private void readNamespaces() {
    try {
      connection.context().client().readNamespaceTable();
    } catch (UaException e) {
      LOG.debug("{}: namespaces cannot be read", server, e);
    }
  }
}
