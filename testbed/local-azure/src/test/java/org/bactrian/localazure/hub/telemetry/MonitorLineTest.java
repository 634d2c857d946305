package org.bactrian.localazure.hub.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.bactrian.localazure.hub.identity.ClientId;
import org.junit.jupiter.api.Test;

/** Payloads of all kinds in the monitor's lines. */
class MonitorLineTest {

  private static final Map<String, String> JSON_TYPE =
      Map.of("content-type", "application/json", "content-encoding", "utf-8");

  @Test
  void aMessageIsOneLineInTheShapeOfTheAzureCli() throws Exception {
    String line = MonitorLine.of(message("{\n \"a\": 1\n}".getBytes(StandardCharsets.UTF_8)));

    assertThat(line).doesNotContain("\n");
    JsonNode event = new ObjectMapper().readTree(line).path("event");
    assertThat(event.fieldNames())
        .toIterable()
        .containsExactly(
            "origin", "module", "interface", "component", "properties", "annotations", "payload");
    assertThat(event.path("properties"))
        .hasToString(
            "{\"system\":{\"message_id\":\"7\"},\"application\":{\"a key\":\"its value\"}}");
  }

  @Test
  void jsonKeepsItsNumbersAsSent() {
    String body = "{\"a\":1.10,\"b\":12345678901234567890,\"c\":1E400}";

    assertThat(payload(body.getBytes(StandardCharsets.UTF_8), JSON_TYPE)).contains("1.10");
    assertThat(payload(body.getBytes(StandardCharsets.UTF_8), JSON_TYPE))
        .contains("12345678901234567890")
        .contains("1E+400");
  }

  @Test
  void whatSaysJsonAndIsNotIsText() {
    assertThat(payload("{oops".getBytes(StandardCharsets.UTF_8), JSON_TYPE)).isEqualTo("\"{oops\"");
  }

  @Test
  void jsonWithoutItsTypeIsText() {
    assertThat(payload("{}".getBytes(StandardCharsets.UTF_8), Map.of())).isEqualTo("\"{}\"");
  }

  @Test
  void bytesThatAreNoTextAreBase64() {
    assertThat(payload(new byte[] {(byte) 0xff, 0}, Map.of())).isEqualTo("\"/wA=\"");
  }

  @Test
  void anEmptyPayloadIsEmptyText() {
    assertThat(payload(new byte[0], JSON_TYPE)).isEqualTo("\"\"");
  }

  private static String payload(byte[] body, Map<String, String> system) {
    String line =
        MonitorLine.of(
            new DeviceMessage(ClientId.device("d"), "1", 0, Instant.EPOCH, system, Map.of(), body));
    return line.substring(line.indexOf("\"payload\":") + 10, line.length() - 2);
  }

  private static DeviceMessage message(byte[] body) {
    return new DeviceMessage(
        ClientId.module("d", "m"),
        "1",
        3,
        Instant.EPOCH,
        Map.of("message-id", "7"),
        Map.of("a key", "its value"),
        body);
  }
}
