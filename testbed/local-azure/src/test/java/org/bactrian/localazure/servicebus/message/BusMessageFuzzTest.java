package org.bactrian.localazure.servicebus.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.bactrian.patience.FuzzInputs;
import org.junit.jupiter.params.provider.MethodSource;

/** AMQP messages of clients. */
class BusMessageFuzzTest {

  private static final int BATCH = 0x80013700;

  static Stream<byte[]> messages() {
    BusMessage message =
        BusMessage.of(
            Map.of("x-opt-partition-key", "a"),
            new Properties(),
            Map.of("name", "value", "number", 1),
            "body".getBytes(StandardCharsets.UTF_8));
    return Stream.concat(
        Stream.of(message.encode(), message.encode(3)),
        FuzzInputs.base64("AFN1oAEB", "AFNwwAEA", "AFNyscAAAAA=", "AFN10P////8=", "AFN1QA=="));
  }

  @MethodSource("messages")
  @FuzzTest
  void bytesAreAMessageOrRefused(byte[] encoded) {
    try {
      BusMessage message = BusMessage.decode(encoded);
      message.timeToLive();
      message.scheduledTime();
      message.annotation("x-opt-partition-key");
      message.applicationProperties();
      BusMessage again = BusMessage.decode(message.encode(1));
      assertThat(again.applicationProperties()).isEqualTo(message.applicationProperties());
      message.withApplicationProperties(Map.of("a", "b")).encode();
      BusMessage.decode(encoded, BATCH).forEach(BusMessage::encode);
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
