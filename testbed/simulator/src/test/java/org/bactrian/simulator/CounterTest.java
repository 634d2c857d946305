package org.bactrian.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bactrian.simulator.Eventually.eventually;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CounterTest {

  private static final Duration RATE = Duration.ofMillis(20);
  private static final int ENOUGH = 50;

  @TempDir Path data;

  @Test
  void aLoadCounterIsReportedExactlyOnceATick() throws Exception {
    try (Simulator simulator = start();
        PlantClient client = PlantClient.connect(simulator)) {
      List<DataValue> received = client.watch(client.loadNode(3), RATE.toMillis());

      eventually().until(() -> received.size() >= ENOUGH);

      eventually().untilAsserted(() -> assertConsecutive(received));
    }
  }

  @Test
  void aMachineCounterIsReportedExactlyOnceATickWhateverTheFasterSampling() throws Exception {
    try (Simulator simulator = start();
        PlantClient client = PlantClient.connect(simulator)) {
      List<DataValue> received = client.watch(client.plantNode("Line1/Filler/Pieces"), 0);

      eventually().until(() -> received.size() >= ENOUGH);

      eventually().untilAsserted(() -> assertConsecutive(received));
    }
  }

  @Test
  void aClientThatSamplesSlowlyGetsEveryNthValue() throws Exception {
    try (Simulator simulator = start();
        PlantClient client = PlantClient.connect(simulator)) {
      List<DataValue> received = client.watch(client.loadNode(1), 5 * RATE.toMillis());

      eventually().until(() -> numbers(received).size() >= 5);

      eventually()
          .untilAsserted(
              () -> {
                List<Long> numbers = numbers(received);
                assertThat(numbers.get(2) - numbers.get(1)).isEqualTo(5);
                assertThat(numbers.get(3) - numbers.get(2)).isEqualTo(5);
              });
    }
  }

  @Test
  void allLoadCountersShowTheSameNumberAtTheSameTick() throws Exception {
    try (Simulator simulator = start();
        PlantClient client = PlantClient.connect(simulator)) {
      List<DataValue> first = client.watch(client.loadNode(1), 0);
      List<DataValue> last = client.watch(client.loadNode(10), 0);

      eventually().until(() -> first.size() >= ENOUGH && last.size() >= ENOUGH);

      // Copies, since a part of a list that still grows cannot be read.
      assertThat(List.copyOf(first)).containsAnyElementsOf(List.copyOf(last));
    }
  }

  @Test
  void anItemMissesNoTickAfterItsFirstValueWheneverItIsMade() throws Exception {
    try (Simulator simulator = start();
        PlantClient client = PlantClient.connect(simulator)) {
      List<List<DataValue>> items = new ArrayList<>();
      for (int number = 1; number <= 20; number++) {
        items.add(client.watch(client.loadNode(1 + number % 10), RATE.toMillis()));
      }

      eventually().until(() -> items.stream().allMatch(received -> received.size() >= ENOUGH));

      eventually()
          .untilAsserted(() -> assertThat(items).allSatisfy(CounterTest::assertConsecutive));
    }
  }

  @Test
  void aReadReturnsWhatTheSubscriptionReported() throws Exception {
    try (Simulator simulator = start();
        PlantClient client = PlantClient.connect(simulator)) {
      NodeId counter = client.loadNode(1);
      List<DataValue> received = client.watch(counter, 0);

      DataValue read = client.read(counter);

      eventually().untilAsserted(() -> assertThat(received).contains(read));
    }
  }

  @Test
  void aRestartOnTheSamePortCountsFromTheFirstCountAgain() throws Exception {
    SimulatorSettings settings =
        SimulatorSettings.in(data).withLoadNodes(1).withLoadRate(Duration.ofHours(1));
    int port;
    try (Simulator before = Simulator.start(settings.withPort(0));
        PlantClient client = PlantClient.connect(before)) {
      port = before.port();
      assertThat(client.read(client.loadNode(1)).value()).isEqualTo(Variant.ofUInt32(uint(0)));
    }

    try (Simulator after = Simulator.start(settings.withPort(port).withFirstCount(41));
        PlantClient client = PlantClient.connect(after)) {
      assertThat(client.read(client.loadNode(1)).value()).isEqualTo(Variant.ofUInt32(uint(41)));
    }
  }

  private Simulator start() throws Exception {
    return Simulator.start(
        SimulatorSettings.in(data)
            .withPort(0)
            .withLoadNodes(10)
            .withLoadRate(RATE)
            .withPlantRate(RATE));
  }

  private static void assertConsecutive(List<DataValue> values) {
    assertThat(numbers(values)).isEqualTo(consecutiveFrom(numbers(values)));
  }

  /**
   * In their own order, as Milo's client may hand out the answer to a later request first, and then
   * asks for the earlier one again, which makes copies down to the server's timestamp.
   */
  private static List<Long> numbers(List<DataValue> values) {
    return List.copyOf(values).stream()
        .distinct()
        .map(value -> ((Number) value.value().value()).longValue())
        .sorted()
        .limit(ENOUGH)
        .toList();
  }

  private static List<Long> consecutiveFrom(List<Long> numbers) {
    long first = numbers.get(0);
    return LongStream.range(first, first + numbers.size()).boxed().toList();
  }
}
