package org.bactrian.opcua.subscription;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bactrian.opcua.service.StatusText;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MonitoringMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Links from items to those that they trigger (Part 4, 5.13.5). Where a server refuses a link, the
 * item reports by itself, so that its values are not missing. Not thread-safe.
 */
final class TriggerLinks {

  private static final Logger LOG = LoggerFactory.getLogger(TriggerLinks.class);

  private final String server;
  private final OpcUaClient client;

  TriggerLinks(String server, OpcUaClient client) {
    this.server = server;
    this.client = client;
  }

  /**
   * Links the items that are not linked to the present item that triggers them.
   *
   * @param entries all items by their keys
   * @throws UaException when the session was lost meanwhile; what is missing is linked by the next
   *     call
   */
  void link(Map<String, MonitoredItemEntry> entries) throws UaException {
    Map<MonitoredItemEntry, List<MonitoredItemEntry>> missing = new LinkedHashMap<>();
    for (MonitoredItemEntry entry : entries.values()) {
      if (entry.item.isTriggered() && entry.isMonitored()) {
        MonitoredItemEntry trigger = entries.get(entry.item.triggeredBy());
        if (trigger != null
            && trigger.isMonitored()
            && trigger.id != null
            && !trigger.id.equals(entry.linkedTo)) {
          missing.computeIfAbsent(trigger, t -> new ArrayList<>()).add(entry);
        }
      }
    }
    for (Map.Entry<MonitoredItemEntry, List<MonitoredItemEntry>> one : missing.entrySet()) {
      link(one.getKey(), one.getValue());
    }
  }

  private void link(MonitoredItemEntry trigger, List<MonitoredItemEntry> triggered)
      throws UaException {
    ServerSubscription part = trigger.placed();
    UInteger triggerId = trigger.id;
    if (part == null || triggerId == null) {
      return;
    }
    List<UInteger> ids = triggered.stream().map(TriggerLinks::idOf).toList();
    List<UInteger> refused = new ArrayList<>();
    String why = "";
    try {
      StatusCode[] results =
          ServiceResults.complete(
              "SetTriggering",
              client.setTriggering(part.id(), triggerId, ids, List.of()).getAddResults(),
              ids.size());
      for (int i = 0; i < results.length; i++) {
        if (results[i].isBad()) {
          refused.add(ids.get(i));
          why = StatusText.of(results[i]);
        }
      }
    } catch (UaException e) {
      if (StatusText.meansLostSession(e)) {
        throw e;
      }
      refused.addAll(ids);
      why = StatusText.of(e);
    }
    if (!refused.isEmpty()) {
      LOG.warn(
          "{}: {} items that {} should trigger report by themselves, since the server refuses to"
              + " link them: {}",
          server,
          refused.size(),
          trigger.item.key(),
          why);
      client.setMonitoringMode(part.id(), MonitoringMode.Reporting, refused);
    }
    triggered.forEach(entry -> entry.linkedTo = triggerId);
  }

  private static UInteger idOf(MonitoredItemEntry entry) {
    UInteger id = entry.id;
    return id == null ? uint(0) : id;
  }
}
