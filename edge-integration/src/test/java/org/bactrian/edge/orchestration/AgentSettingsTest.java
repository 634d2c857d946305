package org.bactrian.edge.orchestration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.bactrian.model.registry.RegistryJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Desired properties of the publisher and the values in effect, as version 2.8 has them. */
class AgentSettingsTest {

  @ParameterizedTest
  @CsvSource({"null,5", "9,9", "2,2", "0,5", "-4,5", "100000,250", "'\"x\"',5"})
  void theNumberOfWorkersIsTheDesiredOneOrFive(String desired, int workers) {
    assertThat(of("{\"MaxWorkers\":" + desired + "}").maxWorkers()).isEqualTo(workers);
  }

  @ParameterizedTest
  @CsvSource({
    "'',00:00:03", "00:00:00,00:00:03", "-00:00:01,00:00:03", "00:00:10,00:00:10",
    "00:00:01.5,00:00:01.5", "00:02:00,00:01:00", "1.00:00:00,00:01:00", "5 s,00:00:03",
    "00:00:00.001,00:00:00.2000000"
  })
  void theHeartbeatIntervalIsWithinItsLimits(String desired, String reported) {
    JsonNode properties = json("{\"HeartbeatInterval\":\"" + desired + "\"}");

    assertThat(AgentSettings.of(properties).reported(properties).path("HeartbeatInterval").asText())
        .isEqualTo(reported);
  }

  @ParameterizedTest
  @CsvSource({"'',00:00:10", "00:00:00,00:00:10", "00:05:00,00:05:00", "00:20:00,00:10:00"})
  void theJobCheckIntervalIsWithinItsLimits(String desired, String reported) {
    JsonNode properties = json("{\"JobCheckInterval\":\"" + desired + "\"}");

    assertThat(AgentSettings.of(properties).reported(properties).path("JobCheckInterval").asText())
        .isEqualTo(reported);
  }

  @Test
  void capabilitiesAreThoseThatAreDesiredAndTextsOfAPossibleLength() {
    JsonNode properties =
        json(
            "{\"Capabilities\":{\"Gpu\":\"yes\",\"Slots\":4,\"No\":null,\"Deep\":{},\"Long\":\""
                + "x".repeat(1_000)
                + "\"}}");

    JsonNode reported = AgentSettings.of(properties).reported(properties).path("Capabilities");

    assertThat(reported.toString()).isEqualTo("{\"Gpu\":\"yes\",\"Slots\":\"4\"}");
  }

  @Test
  void withoutDesiredCapabilitiesNoneAreReported() {
    assertThat(of("{}").reported(json("{}")).get("Capabilities").isNull()).isTrue();
  }

  private static AgentSettings of(String desired) {
    return AgentSettings.of(json(desired));
  }

  private static JsonNode json(String text) {
    return RegistryJson.read(text, JsonNode.class);
  }
}
