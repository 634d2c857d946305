package org.bactrian.edge.publisher.stream;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.time.Instant;
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

  private final ConcurrentMap<String, Refusal> refusals = new ConcurrentHashMap<>();

  /**
   * Refusal of an item.
   *
   * @param status status of the server
   * @param reason its status and what it said besides
   * @param since time of the first refusal since the item was last monitored
   */
  record Refusal(StatusCode status, String reason, Instant since) {}

  /** Takes the answer for an item, as {@code SubscriptionListener} has it. */
  void answered(
      String group, DataSetWriter writer, MonitoredItem item, StatusCode status, String detail) {
    String reason = StatusText.of(status) + (detail.isEmpty() ? "" : ": " + detail);
    Refusal before = refusals.get(item.key());
    if (status.isBad()) {
      refusals.put(
          item.key(), new Refusal(status, reason, before == null ? Instant.now() : before.since()));
    } else {
      refusals.remove(item.key());
    }
    if (status.isBad() && (before == null || !reason.equals(before.reason()))) {
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
    return refusals.size();
  }

  boolean contains(String key) {
    return refusals.containsKey(key);
  }

  void keepOnly(Set<String> keys) {
    refusals.keySet().retainAll(keys);
  }

  /** Statuses of the server by the keys of the items. */
  Map<String, StatusCode> statuses() {
    return refusals.entrySet().stream()
        .collect(toUnmodifiableMap(Map.Entry::getKey, one -> one.getValue().status()));
  }

  /** All of them by the keys of the items. */
  Map<String, Refusal> all() {
    return Map.copyOf(refusals);
  }

  /** Reasons of the server by the keys of the items. */
  Map<String, String> reasons() {
    Map<String, String> reasons = new TreeMap<>();
    refusals.forEach((key, refusal) -> reasons.put(key, refusal.reason()));
    return reasons;
  }
}
