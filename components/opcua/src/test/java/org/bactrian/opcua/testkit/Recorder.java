package org.bactrian.opcua.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.bactrian.opcua.subscription.EventNotification;
import org.bactrian.opcua.subscription.GapCause;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.bactrian.opcua.subscription.NotificationGap;
import org.bactrian.opcua.subscription.NotificationHeader;
import org.bactrian.opcua.subscription.SubscriptionListener;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/** Writes down what a subscription brings, and whether it kept its promise of one call a time. */
public class Recorder implements SubscriptionListener {

  private final Map<String, List<DataValue>> values = new ConcurrentHashMap<>();
  private final Map<String, String> details = new ConcurrentHashMap<>();
  private final Map<String, List<StatusCode>> statuses = new ConcurrentHashMap<>();
  private final List<GapCause> gaps = new CopyOnWriteArrayList<>();
  private final List<Long> sequence = new CopyOnWriteArrayList<>();
  private final List<EventNotification> events = new CopyOnWriteArrayList<>();
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger keepAlives = new AtomicInteger();
  private volatile boolean overlapped;

  @Override
  public void onDataChanges(
      NotificationHeader header, List<MonitoredItem> items, List<DataValue> changes) {
    enter();
    sequence.add(header.sequenceNumber());
    for (int i = 0; i < items.size(); i++) {
      values
          .computeIfAbsent(items.get(i).key(), k -> new CopyOnWriteArrayList<>())
          .add(changes.get(i));
    }
    inside.decrementAndGet();
  }

  @Override
  public void onEvents(NotificationHeader header, List<EventNotification> notifications) {
    enter();
    events.addAll(notifications);
    inside.decrementAndGet();
  }

  @Override
  public void onKeepAlive(NotificationHeader header) {
    enter();
    keepAlives.incrementAndGet();
    inside.decrementAndGet();
  }

  @Override
  public void onItemStatus(MonitoredItem item, StatusCode status, String detail) {
    enter();
    details.put(item.key(), detail);
    statuses.computeIfAbsent(item.key(), k -> new CopyOnWriteArrayList<>()).add(status);
    inside.decrementAndGet();
  }

  @Override
  public void onGap(NotificationGap gap) {
    enter();
    gaps.add(gap.cause());
    inside.decrementAndGet();
  }

  private void enter() {
    overlapped |= inside.incrementAndGet() > 1;
  }

  public boolean overlapped() {
    return overlapped;
  }

  public List<Long> sequence() {
    return sequence;
  }

  public List<GapCause> gaps() {
    return gaps;
  }

  public List<EventNotification> events() {
    return events;
  }

  /** What the server said last of an item besides its status. */
  public String detail(String key) {
    return details.getOrDefault(key, "");
  }

  public int keepAlives() {
    return keepAlives.get();
  }

  public List<StatusCode> statuses(String key) {
    return statuses.getOrDefault(key, List.of());
  }

  public int statusCount() {
    return statuses.values().stream().mapToInt(List::size).sum();
  }

  public int itemsWithValues() {
    return values.size();
  }

  public int count(String key) {
    return values.getOrDefault(key, List.of()).size();
  }

  private volatile int lastSeen = -1;

  /** Returns whether no more came for the item than at the last call. */
  public boolean countStandsStill(String key) {
    int now = count(key);
    boolean still = now == lastSeen;
    lastSeen = now;
    return still;
  }

  public Object lastValue(String key) {
    List<DataValue> all = values.get(key);
    return all == null || all.isEmpty() ? null : all.get(all.size() - 1).value().value();
  }

  /** Numbers that came for the item, in their order. */
  public List<Long> numbers(String key) {
    List<Long> numbers = new ArrayList<>();
    for (DataValue value : values.getOrDefault(key, List.of())) {
      if (value.value().value() instanceof Number number) {
        numbers.add(number.longValue());
      }
    }
    return numbers;
  }

  public void clear() {
    values.clear();
    gaps.clear();
  }

  /**
   * Each number and the next one where they are not neighbours. The first number does not count: a
   * server reads it when the item is made, and may tick before it watches the node.
   */
  public Map<Long, Long> jumps(String key) {
    Map<Long, Long> jumps = new LinkedHashMap<>();
    List<Long> numbers = numbers(key);
    for (int i = 2; i < numbers.size(); i++) {
      if (numbers.get(i) != numbers.get(i - 1) + 1) {
        jumps.put(numbers.get(i - 1), numbers.get(i));
      }
    }
    return jumps;
  }
}
