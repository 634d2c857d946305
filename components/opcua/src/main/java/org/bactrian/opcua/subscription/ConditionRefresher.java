package org.bactrian.opcua.subscription;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bactrian.opcua.service.StatusText;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a server to report the conditions that it has already: with ConditionRefresh2 for an item
 * (Part 9, 5.5.8), or where the server has not got it with ConditionRefresh for all items of its
 * subscription (Part 9, 5.5.7). Used on the session's executor only.
 */
final class ConditionRefresher {

  private static final Logger LOG = LoggerFactory.getLogger(ConditionRefresher.class);

  /** Time from one refresh of an item to the next, whatever the server asks for. */
  private static final long BETWEEN_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final String server;
  private final OpcUaClient client;
  private boolean refreshesItems = true;
  private boolean refusalTold;

  ConditionRefresher(String server, OpcUaClient client) {
    this.server = server;
    this.client = client;
  }

  /**
   * Refreshes the items that are due. Those whose server is busy with another refresh stay due.
   *
   * @throws UaException when the call failed as a whole; what is left stays due
   */
  void refresh(Collection<MonitoredItemEntry> entries) throws UaException {
    Map<ServerSubscription, List<MonitoredItemEntry>> due = new LinkedHashMap<>();
    for (MonitoredItemEntry entry : entries) {
      ServerSubscription part = entry.placed();
      if (entry.refreshDue && isTime(entry) && entry.isMonitored() && part != null) {
        due.computeIfAbsent(part, p -> new ArrayList<>()).add(entry);
      }
    }
    for (Map.Entry<ServerSubscription, List<MonitoredItemEntry>> part : due.entrySet()) {
      if (!refreshItems(part.getKey(), part.getValue())) {
        refreshSubscription(part.getKey(), part.getValue());
      }
    }
  }

  private static boolean isTime(MonitoredItemEntry entry) {
    Long last = entry.refreshedNanos;
    return last == null || System.nanoTime() - last >= BETWEEN_NANOS;
  }

  private static void refreshed(MonitoredItemEntry entry) {
    entry.refreshDue = false;
    entry.refreshedNanos = System.nanoTime();
  }

  /** Refreshes item by item; false where the server does not do that. */
  private boolean refreshItems(ServerSubscription part, List<MonitoredItemEntry> entries)
      throws UaException {
    for (MonitoredItemEntry entry : entries) {
      UInteger item = entry.id;
      if (!refreshesItems || item == null) {
        return false;
      }
      StatusCode status = call(NodeIds.ConditionType_ConditionRefresh2, part.id(), item);
      LOG.debug("{}: ConditionRefresh2 of {}: {}", server, entry.item.key(), status);
      if (status.isGood()) {
        refreshed(entry);
      } else if (status.value() != StatusCodes.Bad_RefreshInProgress) {
        refreshesItems = false;
        return false;
      }
    }
    return true;
  }

  private void refreshSubscription(ServerSubscription part, List<MonitoredItemEntry> entries)
      throws UaException {
    StatusCode status = call(NodeIds.ConditionType_ConditionRefresh, part.id());
    LOG.debug("{}: ConditionRefresh of {}: {}", server, part.id(), status);
    if (status.value() == StatusCodes.Bad_RefreshInProgress) {
      return;
    }
    entries.forEach(ConditionRefresher::refreshed);
    if (status.isBad() && !refusalTold) {
      refusalTold = true;
      LOG.warn(
          "{}: the server refuses ConditionRefresh ({}). Conditions that are active already are"
              + " told when they change.",
          server,
          StatusText.of(status));
    }
  }

  private StatusCode call(NodeId method, UInteger... arguments) throws UaException {
    CallMethodRequest request =
        new CallMethodRequest(
            NodeIds.ConditionType,
            method,
            Arrays.stream(arguments).map(Variant::of).toArray(Variant[]::new));
    return ServiceResults.complete("Call", client.call(List.of(request)).getResults(), 1)[0]
        .getStatusCode();
  }
}
