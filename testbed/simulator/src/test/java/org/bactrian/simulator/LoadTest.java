package org.bactrian.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bactrian.simulator.Eventually.eventually;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
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

      eventually().untilAsserted(() -> assertThat(tally.gaps()).isZero());
    }
  }

  /**
   * Numbers of each counter, in whatever order they come: Milo's client may hand out the answer to
   * a later request first, and the earlier one twice.
   */
  private static final class Tally implements OpcUaSubscription.SubscriptionListener {

    private final List<BitSet> numbers = Stream.generate(BitSet::new).limit(ITEMS).toList();

    @Override
    public synchronized void onDataReceived(
        OpcUaSubscription subscription, List<OpcUaMonitoredItem> items, List<DataValue> values) {
      for (int i = 0; i < items.size(); i++) {
        int index = (Integer) items.get(i).getUserObject().orElseThrow();
        numbers.get(index).set(((Number) values.get(i).value().value()).intValue());
      }
    }

    synchronized int smallestCount() {
      return numbers.stream().mapToInt(BitSet::cardinality).min().orElse(0);
    }

    /** Numbers that are missing between the first and the last of their counter. */
    synchronized int gaps() {
      return numbers.stream()
          .mapToInt(seen -> seen.length() - seen.nextSetBit(0) - seen.cardinality())
          .sum();
    }
  }
}
