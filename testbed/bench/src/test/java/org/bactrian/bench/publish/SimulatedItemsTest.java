package org.bactrian.bench.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedItemsTest {

  private static final SimulatedItems ITEMS =
      new SimulatedItems(List.of("opc.tcp://a", "opc.tcp://b", "opc.tcp://c"), 10, 100, 1, 1000);

  @Test
  void itemsAreSpreadOverServersInBlocks() {
    assertThat(ITEMS.perServer()).isEqualTo(4);
    assertThat(List.of(ITEMS.itemsOf(0), ITEMS.itemsOf(1), ITEMS.itemsOf(2)))
        .containsExactly(4, 4, 2);
    assertThat(List.of(ITEMS.identifier(0), ITEMS.identifier(3), ITEMS.identifier(4)))
        .containsExactly(1, 4, 1);
  }

  @Test
  void aProcessReadsTheItemsThatItsArgumentsName() {
    assertThat(SimulatedItems.parse(ITEMS.arguments().toArray(String[]::new))).isEqualTo(ITEMS);
  }

  @Test
  void queuesHoldTenSeconds() {
    assertThat(ITEMS.queueSize()).isEqualTo(100);
  }
}
