package org.bactrian.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets of MQTT 5 in hexadecimal digits, as a broker sends them. */
class AcknowledgementInputStreamTest {

  private static final String CONNACK = "2003000000";
  private static final String PINGRESP = "d000";
  private static final String PUBACK = "40020095";
  private static final String DISCONNECT = "e00195";

  @ParameterizedTest
  @ValueSource(strings = {"4003000195", "400400019500", "500400019500"})
  void anAcknowledgementWithPacketTooLargeFails(String packet) {
    String before = CONNACK + PINGRESP + PUBACK;

    assertThatThrownBy(() -> stream(before + packet).readAllBytes())
        .isInstanceOf(AcknowledgementInputStream.PacketTooLargeException.class);
    assertThatThrownBy(() -> readSingly(stream(before + packet)))
        .isInstanceOf(AcknowledgementInputStream.PacketTooLargeException.class);
  }

  @Test
  void theSameByteElsewhereIsLeftAlone() throws IOException {
    String longPublish = "308101" + "95".repeat(129);
    String packets = CONNACK + PUBACK + "4003959500" + longPublish + "4003000191" + DISCONNECT;

    assertThat(stream(packets).readAllBytes()).isEqualTo(HexFormat.of().parseHex(packets));
  }

  private static InputStream stream(String packets) {
    return new AcknowledgementInputStream(
        new ByteArrayInputStream(HexFormat.of().parseHex(packets)));
  }

  private static void readSingly(InputStream stream) throws IOException {
    while (stream.read() >= 0) {
      // until it fails
    }
  }
}
