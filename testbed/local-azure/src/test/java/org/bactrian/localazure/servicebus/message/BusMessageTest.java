package org.bactrian.localazure.servicebus.message;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BusMessageTest {

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        // Data, then bytes that are no section.
        "005375a00000000000000000",
        // Application properties with a number for a name.
        "005374c10502540154" + "02"
      })
  void aMessageWhoseBareSectionsCannotBeReadIsRefusedWhenItComes(String hex) {
    byte[] encoded = HexFormat.of().parseHex(hex);

    assertThatIllegalArgumentException().isThrownBy(() -> BusMessage.decode(encoded));
  }

  @Test
  void aBatchWithAMessageOfNoBytesIsRefused() {
    byte[] nothing = HexFormat.of().parseHex("00537540");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> BusMessage.decode(nothing, BusMessage.BATCH_FORMAT))
        .withMessageContaining("no bytes");
  }
}
