package org.bactrian.edge.publisher.stream;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.opcua.service.StatusText;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Items that a server does not monitor, and what it says of their filters. Thread-safe. */
final class RefusedItems {

  private static final Logger LOG = LoggerFactory.getLogger(RefusedItems.class);

  private final ConcurrentMap<String, String> reasons = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, StatusCode> statuses = new ConcurrentHashMap<>();

  /** Takes the answer for an item, as {@code SubscriptionListener} has it. */
  void answered(
      String group, DataSetWriter writer, MonitoredItem item, StatusCode status, String detail) {
    String reason = StatusText.of(status) + (detail.isEmpty() ? "" : ": " + detail);
    if (status.isBad()) {
      statuses.put(item.key(), status);
    } else {
      statuses.remove(item.key());
    }
    String before = status.isBad() ? reasons.put(item.key(), reason) : reasons.remove(item.key());
    if (status.isBad() && !reason.equals(before)) {
      LOG.debug(
          "WriterGroup {}, DataSetWriter {}: node {} of {} is not monitored: {}",
          group,
          writer.name(),
          item.nodeId().toParseableString(),
          writer.endpointUrl(),
          reason);
    } else if (!status.isBad() && !detail.isEmpty()) {
      LOG.warn(
          "WriterGroup {}, DataSetWriter {}: of the EventFilter of node {} of {}, {}. Fields that"
              + " are refused are null in events.",
          group,
          writer.name(),
          item.nodeId().toParseableString(),
          writer.endpointUrl(),
          detail);
    }
  }

  /** Number of items that the server does not monitor. */
  int size() {
    return reasons.size();
  }

  boolean contains(String key) {
    return reasons.containsKey(key);
  }

  void keepOnly(Set<String> keys) {
    reasons.keySet().retainAll(keys);
    statuses.keySet().retainAll(keys);
  }

  /** Statuses of the server by the keys of the items. */
  Map<String, StatusCode> statuses() {
    return Map.copyOf(statuses);
  }

  /** Reasons of the server by the keys of the items. */
  Map<String, String> reasons() {
    return new TreeMap<>(reasons);
  }
}
