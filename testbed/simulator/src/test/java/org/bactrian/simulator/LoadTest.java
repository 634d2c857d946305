package org.bactrian.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bactrian.simulator.Eventually.eventually;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTest {

  private static final int ITEMS = 5_000;
  private static final int TICKS = 30;
  private static final Duration RATE = Duration.ofMillis(100);

  @TempDir Path data;

  @Test
  void thousandsOfCountersAreReportedWithoutAGap() throws Exception {
    SimulatorSettings settings =
        SimulatorSettings.in(data).withPort(0).withLoadNodes(ITEMS).withLoadRate(RATE);
    Tally tally = new Tally();
    try (Simulator simulator = Simulator.start(settings);
        PlantClient client = PlantClient.connect(simulator)) {
      OpcUaSubscription subscription = new OpcUaSubscription(client.milo(), 500.0);
      subscription.setMaxNotificationsPerPublish(uint(10 * ITEMS));
      subscription.setSubscriptionListener(tally);
      for (int number = 1; number <= ITEMS; number++) {
        OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(client.loadNode(number));
        item.setSamplingInterval(RATE.toMillis());
        item.setQueueSize(uint(500));
        item.setUserObject(number - 1);
        subscription.addMonitoredItem(item);
      }
      subscription.create();
      subscription.synchronizeMonitoredItems();

      eventually().until(() -> tally.smallestCount() >= TICKS);
    }
    assertThat(tally.gaps()).isZero();
  }

  /** The last number of each counter, and how often one was not the successor of the last. */
  private static final class Tally implements OpcUaSubscription.SubscriptionListener {

    private final AtomicLongArray last = new AtomicLongArray(ITEMS);
    private final AtomicIntegerArray counts = new AtomicIntegerArray(ITEMS);
    private final AtomicInteger gaps = new AtomicInteger();

    @Override
    public void onDataReceived(
        OpcUaSubscription subscription, List<OpcUaMonitoredItem> items, List<DataValue> values) {
      for (int i = 0; i < items.size(); i++) {
        int index = (Integer) items.get(i).getUserObject().orElseThrow();
        long number = ((Number) values.get(i).value().value()).longValue();
        if (counts.getAndIncrement(index) > 0 && number != last.get(index) + 1) {
          gaps.incrementAndGet();
        }
        last.set(index, number);
      }
    }

    int smallestCount() {
      int smallest = Integer.MAX_VALUE;
      for (int index = 0; index < ITEMS; index++) {
        smallest = Math.min(smallest, counts.get(index));
      }
      return smallest;
    }

    int gaps() {
      return gaps.get();
    }
  }
}
