package org.bactrian.opcua.subscription;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;

/**
 * Log of counters, item by item. The counters of each start of the server begin at a multiple of
 * {@link #PER_START}, so a restart is told from a loss.
 */
final class CounterLog implements SubscriptionListener {

  static final long PER_START = 1_000_000;

  private final Map<String, List<Long>> numbers = new ConcurrentHashMap<>();
  private final List<GapCause> gaps = new CopyOnWriteArrayList<>();

  @Override
  public void onDataChanges(
      NotificationHeader header, List<MonitoredItem> items, List<DataValue> values) {
    for (int i = 0; i < items.size(); i++) {
      if (values.get(i).value().value() instanceof Number number) {
        numbers
            .computeIfAbsent(items.get(i).key(), k -> new CopyOnWriteArrayList<>())
            .add(number.longValue());
      }
    }
  }

  @Override
  public void onGap(NotificationGap gap) {
    gaps.add(gap.cause());
  }

  List<GapCause> gaps() {
    return gaps;
  }

  /** Number of reports of the item since that start of the server. */
  long count(String key, int start) {
    return numbers.getOrDefault(key, List.of()).stream()
        .filter(number -> number / PER_START == start)
        .count();
  }

  /**
   * Numbers of all items that do not follow the one before. The first one after a start does not
   * count: a server reads it when the item is made, and may tick before it watches the node.
   */
  List<String> losses() {
    List<String> losses = new ArrayList<>();
    numbers.forEach(
        (key, all) -> {
          long before = -1;
          boolean first = true;
          for (long number : all) {
            boolean sameStart = before >= 0 && number / PER_START == before / PER_START;
            if (sameStart && !first && number != before + 1) {
              losses.add(key + ": " + before + ", " + number);
            }
            first = !sameStart;
            before = number;
          }
        });
    return losses;
  }
}
