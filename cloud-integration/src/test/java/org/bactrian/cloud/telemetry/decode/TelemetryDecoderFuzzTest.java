package org.bactrian.cloud.telemetry.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.bactrian.cloud.telemetry.HubMessages;
import org.bactrian.patience.FuzzInputs;
import org.junit.jupiter.params.provider.MethodSource;

/** Telemetry, which any device of the hub can send. */
class TelemetryDecoderFuzzTest {

  private final TelemetryDecoder decoder = new TelemetryDecoder();

  static Stream<byte[]> json() throws IOException {
    String network =
        "{\"MessageId\":\"1\",\"MessageType\":\"ua-data\",\"PublisherId\":\"edge\",\"Messages\":["
            + "{\"DataSetWriterId\":\"w\",\"SequenceNumber\":1,\"Timestamp\":"
            + "\"2026-01-02T03:04:05.1234567Z\",\"Status\":{\"Code\":1,\"Symbol\":\"Bad\"},"
            + "\"Payload\":{\"a\":{\"Value\":{\"Type\":11,\"Body\":1.5},\"StatusCode\":1,"
            + "\"SourceTimestamp\":\"2026-01-02T03:04:05Z\"},\"b\":[1,\"x\",null]}}]}";
    return Stream.concat(
        FuzzInputs.utf8(
            network,
            "[{\"NodeId\":\"i=1\",\"EndpointUrl\":\"opc.tcp://a\",\"ApplicationUri\":\"urn:a\","
                + "\"Value\":{\"Value\":1,\"SourceTimestamp\":\"2026-01-02T03:04:05Z\"},"
                + "\"DisplayName\":\"a\",\"SequenceNumber\":1}]",
            "{\"a\":1}",
            "[[{}]]"),
        Stream.of(HubMessages.compressed(network.getBytes(StandardCharsets.UTF_8)).body()));
  }

  @MethodSource("json")
  @FuzzTest
  void jsonIsDecodedOrRefused(byte[] body) {
    for (String schema : new String[] {HubMessages.NETWORK, HubMessages.SAMPLES}) {
      decode(Map.of("$$MessageSchema", schema), body);
    }
  }

  static Stream<byte[]> binary() {
    return Stream.of(
            // One sample: node id, extension object of MonitoredItemMessage, a Double
            "AQABAAAA", "8QECAAAAAQAAAAAAAAA=", "/////////w==", "AAAAAAEAAAABAAsAAAAAAADwPw==")
        .map(Base64.getDecoder()::decode);
  }

  @MethodSource("binary")
  @FuzzTest
  void binaryIsDecodedOrRefused(byte[] body) {
    decode(Map.of("$$ContentType", "application/x-monitored-item-uabinary-v1"), body);
    decode(Map.of("$$ContentType", "application/x-network-message-uadp-v1"), body);
  }

  private void decode(Map<String, Object> properties, byte[] body) {
    try {
      DecodedMessage message = decoder.decode(HubMessages.of(properties, body));
      assertThat(message.values()).isNotNull();
    } catch (TelemetryDecodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
