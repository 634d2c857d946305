package org.bactrian.simulator.space;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;

/**
 * The values of a namespace that move, pushed into the monitored items that watch them.
 *
 * <p>Milo's own SubscriptionModel polls: its timer and ours would drift, and a client would see a
 * counter twice or miss it. Here each tick hands its value to the items itself, so an item that
 * samples at least as fast as the values move reports each of them exactly once. An item that
 * samples slower gets every n-th value.
 *
 * <p>One lock orders ticks, writes and subscriptions: an item that is created between two ticks
 * gets the value of the first at once and that of the second as its next.
 */
public final class LiveValues {

  private final Map<NodeId, LiveValue> values = new ConcurrentHashMap<>();

  /**
   * Takes a variable into the live values.
   *
   * @param rate how often the value moves; decides which items get every value
   * @param first what the variable shows until the first change
   */
  public LiveValue add(NodeId variable, Duration rate, DataValue first) {
    LiveValue value = new LiveValue(this, rate, first);
    values.put(variable, value);
    return value;
  }

  /** Runs changes to any number of values as one step that no subscription can come between. */
  public synchronized void change(Runnable changes) {
    changes.run();
  }

  /** Takes over the items that watch live values. Returns the others. */
  List<DataItem> create(List<DataItem> items) {
    return change(
        items,
        (value, item) -> {
          if (item.isSamplingEnabled()) {
            value.watch(item);
          }
        });
  }

  /** Follows changed sampling intervals. Returns the items that watch no live value. */
  List<DataItem> modify(List<DataItem> items) {
    return change(items, LiveValue::adjust);
  }

  /** Lets go of deleted items. Returns those that watched no live value. */
  List<DataItem> delete(List<DataItem> items) {
    return change(items, LiveValue::unwatch);
  }

  /** Starts or stops feeding items whose monitoring mode changed. Returns all other items. */
  List<MonitoredItem> switchMode(List<MonitoredItem> items) {
    return change(
        items,
        (value, item) -> {
          if (!item.isSamplingEnabled()) {
            value.unwatch(item);
          } else if (!value.isWatchedBy(item)) {
            value.watch(item);
          }
        });
  }

  private synchronized <T extends MonitoredItem> List<T> change(
      List<T> items, BiConsumer<LiveValue, DataItem> change) {
    List<T> others = new ArrayList<>();
    for (T item : items) {
      Optional<LiveValue> value =
          item instanceof DataItem dataItem ? valueOf(dataItem) : Optional.empty();
      value.ifPresentOrElse(live -> change.accept(live, (DataItem) item), () -> others.add(item));
    }
    return others;
  }

  /** Other attributes and parts of arrays are sampled: nothing counts on seeing each of them. */
  private Optional<LiveValue> valueOf(DataItem item) {
    ReadValueId target = item.getReadValueId();
    String range = target.getIndexRange();
    return AttributeId.Value.isEqual(target.getAttributeId()) && (range == null || range.isEmpty())
        ? Optional.ofNullable(values.get(target.getNodeId()))
        : Optional.empty();
  }
}
