package org.bactrian.cloud.telemetry.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bactrian.cloud.telemetry.HubMessages;
import org.bactrian.model.telemetry.MonitoredItemMessage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message that the edge's own tests hold it to, in every messaging mode. */
class GoldenMessagesDecodingTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant SOURCE = Instant.parse("2026-01-02T03:04:05.6789Z");

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theValuesOfTheMessageAreFound(String id, JsonNode golden) throws Exception {
    List<MonitoredItemMessage> values = new ArrayList<>();
    for (JsonNode buffer : golden.path("buffers")) {
      values.addAll(decode(golden, buffer.asText()).values());
    }
    // FullNetworkMessages add these to every message.
    values.removeIf(
        value -> "EndpointUrl".equals(value.nodeId()) || "ApplicationUri".equals(value.nodeId()));

    switch (golden.path("notifications").asText()) {
      case "key" -> assertThat(values).extracting(this::number).containsExactly(42.0, 20.5);
      case "delta" -> assertThat(values).extracting(this::number).containsExactly(42.0);
      case "key+delta" ->
          assertThat(values).extracting(this::number).containsExactly(42.0, 20.5, 43.0);
      case "keepalive" -> assertThat(values).isEmpty();
      case "event" -> assertThat(event(values)).containsEntry("Message", "Tank low").hasSize(4);
      default -> throw new IllegalStateException("notifications of " + id);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void whatTheModeTellsOfAValueIsKept(String id, JsonNode golden) throws Exception {
    if (!golden.path("notifications").asText().startsWith("key")
        || golden.path("notifications").asText().equals("keepalive")) {
      return;
    }
    String mode = golden.path("mode").asText();
    MonitoredItemMessage c0 =
        decode(golden, golden.path("buffers").path(0).asText()).values().get(0);
    boolean samples = mode.endsWith("Samples");
    boolean raw = mode.contains("Raw");
    boolean header = mode.contains("Message") || mode.equals("PubSub");
    boolean network = mode.equals("PubSub") || mode.equals("FullNetworkMessages");
    boolean typed = golden.path("buffers").path(0).asText().contains("\"Type\":\"UInt32\"");

    assertThat(c0.displayName()).isEqualTo("c0");
    assertThat(c0.nodeId()).isEqualTo(samples ? "nsu=http://plant.example/UA/;s=c0" : "c0");
    assertThat(c0.dataType()).isEqualTo(typed ? "UInt32" : "Int64");
    assertThat(c0.status()).isNull();
    assertThat(c0.sourceTimestamp()).isEqualTo(raw ? null : SOURCE);
    assertThat(c0.serverTimestamp() != null).isEqualTo(!raw && !mode.equals("Samples"));
    assertThat(c0.timestamp() != null).isEqualTo(header || mode.equals("FullSamples"));
    assertThat(c0.sequenceNumber()).isEqualTo(header || mode.equals("FullSamples") ? 7L : null);
    if (network) {
      assertThat(c0.publisherId()).isEqualTo("plant-edge");
      assertThat(c0.endpointId()).isEqualTo("Asset0");
    }
    if (mode.equals("FullNetworkMessages") || golden.path("strict").asBoolean() && header) {
      assertThat(c0.dataSetWriterId()).isEqualTo("DataFlow0");
    }
    if (samples) {
      assertThat(c0.dataSetWriterId()).isEqualTo("opc.tcp://plc1:4840/");
      assertThat(c0.endpointId())
          .isEqualTo(mode.equals("Samples") ? "opc.tcp://plc1:4840/" : "urn:plc1:server");
    }
  }

  private static DecodedMessage decode(JsonNode golden, String buffer) throws Exception {
    Map<String, Object> properties = new LinkedHashMap<>();
    golden
        .path("properties")
        .path("application")
        .properties()
        .forEach(property -> properties.put(property.getKey(), property.getValue().asText()));
    return new TelemetryDecoder()
        .decode(HubMessages.of(properties, buffer.getBytes(StandardCharsets.UTF_8)));
  }

  private double number(MonitoredItemMessage value) {
    return ((Number) Objects.requireNonNull(value.value())).doubleValue();
  }

  /** Fields of an event, which a sample holds as its value. */
  private static Map<String, Object> event(List<MonitoredItemMessage> values) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (MonitoredItemMessage value : values) {
      if (value.value() instanceof Map<?, ?> event) {
        event.forEach((name, field) -> fields.put(name.toString(), field));
      } else {
        fields.put(value.nodeId(), value.value());
      }
    }
    return fields;
  }

  static Stream<Arguments> cases() throws IOException {
    List<Arguments> cases = new ArrayList<>();
    for (String mode :
        List.of(
            "PubSub",
            "FullNetworkMessages",
            "Samples",
            "FullSamples",
            "DataSetMessages",
            "SingleDataSetMessage",
            "DataSets",
            "SingleDataSet",
            "RawDataSets",
            "SingleRawDataSet")) {
      JsonNode file =
          JSON.readTree(
              GoldenMessagesDecodingTest.class.getResourceAsStream(
                  "/golden/messages/" + mode + ".json"));
      file.path("cases").forEach(one -> cases.add(Arguments.of(one.path("id").asText(), one)));
    }
    return cases.stream();
  }
}
