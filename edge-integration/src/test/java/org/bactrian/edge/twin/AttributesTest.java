package org.bactrian.edge.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attributes of any nodes. */
class AttributesTest {

  private static final String FILLER = "nsu=urn:bactrian:plant;s=Line1/Filler";

  @TempDir static Path folder;
  private static Simulator plant;
  private static TwinEdge edge;

  @BeforeAll
  static void start() throws Exception {
    plant = Simulator.start(SimulatorSettings.in(folder.resolve("plant")).withPort(0));
    edge = TwinEdge.start(folder.resolve("edge"), plant.endpointUrl());
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
    plant.close();
  }

  @Test
  void attributesAreReadEachWithAResultOfItsOwn() throws Exception {
    JsonNode answer =
        edge.ask(
            "NodeRead",
            """
            {"attributes": [
              {"nodeId": "%s", "attribute": "DisplayName"},
              {"nodeId": "%s", "attribute": "Value"},
              {"nodeId": "i=11", "attribute": "nodeclass"},
              {"nodeId": "%s/Nothing", "attribute": "BrowseName"}]}
            """
                .formatted(FILLER, FILLER, FILLER));

    assertThat(answer.path("results")).hasSize(4);
    assertThat(answer.at("/results/0/value").toString()).contains("Filler");
    assertThat(answer.at("/results/1/errorInfo/symbolicId").asText())
        .isEqualTo("BadAttributeIdInvalid");
    assertThat(answer.at("/results/1").has("value")).isTrue();
    assertThat(answer.at("/results/2/value").asInt()).isEqualTo(64);
    assertThat(answer.at("/results/3/errorInfo/symbolicId").asText()).isEqualTo("BadNodeIdUnknown");
  }

  @Test
  void moreAttributesThanAServerTakesAtOnceAreReadInParts() throws Exception {
    StringBuilder attributes = new StringBuilder();
    for (int i = 0; i < 2_500; i++) {
      attributes
          .append(i == 0 ? "" : ",")
          .append("{\"nodeId\":\"i=2258\",\"attribute\":\"Value\"}");
    }

    JsonNode answer = edge.ask("NodeRead", "{\"attributes\":[%s]}".formatted(attributes));

    assertThat(answer.path("results")).hasSize(2_500);
    assertThat(answer.findValues("errorInfo")).isEmpty();
  }

  @Test
  void attributesAreWrittenEachWithAResultOfItsOwn() throws Exception {
    JsonNode answer =
        edge.ask(
            "NodeWrite",
            """
            {"attributes": [
              {"nodeId": "%s/SpeedSetpoint", "attribute": "Value", "value": 42},
              {"nodeId": "%s/SpeedSetpoint", "attribute": "DisplayName", "value": "Speed"}]}
            """
                .formatted(FILLER, FILLER));

    assertThat(answer.at("/results/0")).isEmpty();
    assertThat(answer.at("/results/1/errorInfo/symbolicId").asText()).startsWith("Bad");
    assertThat(
            edge.ask("ValueRead", TwinEdge.node(FILLER + "/SpeedSetpoint")).path("value").asInt())
        .isEqualTo(42);
  }

  @Test
  void aRequestWithoutAttributesIsABadRequest() throws Exception {
    assertThat(edge.inParts("NodeRead", edge.envelope("{}")).status()).isEqualTo(400);
    assertThat(edge.inParts("NodeWrite", edge.envelope("{}")).status()).isEqualTo(400);
    assertThat(
            edge.inParts("NodeRead", edge.envelope("{\"attributes\":[{\"nodeId\":\"i=1\"}]}"))
                .status())
        .isEqualTo(400);
  }
}
