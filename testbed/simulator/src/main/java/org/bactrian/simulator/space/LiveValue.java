package org.bactrian.simulator.space;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;

/**
 * The value of one variable and the monitored items that watch it.
 *
 * <p>Reads see the value without a lock. Changes and subscriptions happen under the lock of the
 * {@link LiveValues} that this value belongs to.
 */
public final class LiveValue {

  private final LiveValues owner;
  private final Duration rate;
  private final List<Watcher> watchers = new ArrayList<>(1);
  private volatile DataValue current;

  LiveValue(LiveValues owner, Duration rate, DataValue first) {
    this.owner = owner;
    this.rate = rate;
    this.current = first;
  }

  /** Value that a Read returns now. */
  public DataValue current() {
    return current;
  }

  /** Makes {@code value} the current one and hands it to every item that is due. */
  public void set(DataValue value) {
    owner.change(() -> push(value));
  }

  /** Sets the value for a caller that is inside {@link LiveValues#change}. */
  public void push(DataValue value) {
    current = value;
    for (Watcher watcher : watchers) {
      watcher.offer(value);
    }
  }

  /** Sets the value and tells every item, due or not: for changes that no tick repeats. */
  public void announce(DataValue value) {
    owner.change(
        () -> {
          current = value;
          watchers.forEach(watcher -> watcher.item.setValue(value));
        });
  }

  void watch(DataItem item) {
    unwatch(item);
    watchers.add(new Watcher(item, stride(item)));
    item.setValue(current);
  }

  void adjust(DataItem item) {
    for (Watcher watcher : watchers) {
      if (watcher.item == item) {
        watcher.stride = stride(item);
      }
    }
  }

  void unwatch(DataItem item) {
    watchers.removeIf(watcher -> watcher.item == item);
  }

  boolean isWatchedBy(DataItem item) {
    return watchers.stream().anyMatch(watcher -> watcher.item == item);
  }

  /** Every how many ticks an item wants a value; 1 when it samples at least as fast as we tick. */
  private int stride(DataItem item) {
    double ticks = item.getSamplingInterval() / rate.toMillis();
    return (int) Math.max(1, Math.min(ticks, Integer.MAX_VALUE));
  }

  /** One monitored item, and how many ticks it still sleeps. */
  private static final class Watcher {

    private final DataItem item;
    private int stride;
    private int passed;

    Watcher(DataItem item, int stride) {
      this.item = item;
      this.stride = stride;
    }

    void offer(DataValue value) {
      passed++;
      if (passed >= stride) {
        passed = 0;
        item.setValue(value);
      }
    }
  }
}
