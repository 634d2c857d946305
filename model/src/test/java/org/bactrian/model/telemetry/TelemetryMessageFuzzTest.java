package org.bactrian.model.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.bactrian.patience.FuzzInputs;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that routes of users ask for values. */
class TelemetryMessageFuzzTest {

  static Stream<byte[]> bodies() {
    return FuzzInputs.utf8(
        "{\"MessageId\":\"1\",\"MessageType\":\"ua-data\",\"PublisherId\":\"edge\",\"Messages\":["
            + "{\"DataSetWriterId\":\"w\",\"SequenceNumber\":1,\"Payload\":{\"Temperature\":"
            + "{\"Value\":81.5,\"SourceTimestamp\":\"2026-01-02T03:04:05Z\"}}}]}",
        "[{\"NodeId\":\"i=1\",\"EndpointUrl\":\"opc.tcp://a\",\"Value\":{\"Value\":{\"Type\":10,"
            + "\"Body\":1}},\"DisplayName\":\"Temperature\"}]",
        "{\"Temperature\":\"NaN\"}",
        "[[]]",
        "42");
  }

  @MethodSource("bodies")
  @FuzzTest
  void aBodyIsReadOrRefused(byte[] body) {
    try {
      TelemetryMessage message = TelemetryMessage.read(body);
      TelemetryMessage again = TelemetryMessage.read(message.toBytes());
      assertThat(again.messages()).hasSameSizeAs(message.messages());
      if (message.has("Temperature")) {
        assertThat(message.without("Temperature").has("Temperature")).isFalse();
      }
      message.text("Temperature");
      message.above("Temperature", 80);
      message.below("Temperature", 80);
      message.writerGroup();
      message.messageId();
    } catch (TelemetryFormatException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
