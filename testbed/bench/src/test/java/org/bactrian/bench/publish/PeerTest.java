package org.bactrian.bench.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PeerTest {

  @Test
  void peersAreNamedWithCommasInTheOrderOfTheMeasurement() {
    assertThat(Peer.parse("node-red,plc4x")).containsExactly(Peer.NODE_RED, Peer.PLC4X);
    assertThat(Peer.parse("none")).isEmpty();
    assertThat(Peer.parse("all")).containsExactly(Peer.values());
  }

  @Test
  void aNameThatNobodyHasIsRefusedWithAllThatThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Peer.parse("plc4x,kepware"))
        .withMessage(
            "There is no peer \"kepware\", only all, none, node-opcua, camel-milo, plc4x, node-red");
  }
}
