package org.bactrian.edge.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bactrian.model.method.MethodResult;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that are named by the way to them. */
class PathsTest {

  private static final String TO_FILLER =
      "[\"Objects\",\"urn:bactrian:plant#Plant\",\"nsu=urn:bactrian:plant;Line1\",\"2:Filler\"";

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
  void pathsLeadToNodes() throws Exception {
    JsonNode answer =
        edge.ask(
            "BrowsePath",
            "{\"browsePaths\":[%s],[\"Objects\",\"Server\"]],\"readVariableValues\":true}"
                .formatted(TO_FILLER + ",\"2:Product\""));

    assertThat(answer.at("/targets/0/target/displayName").asText()).isEqualTo("Product");
    assertThat(answer.at("/targets/0/target/value").isTextual()).isTrue();
    assertThat(answer.at("/targets/0/browsePath/0").asText()).isEqualTo("Objects");
    assertThat(answer.at("/targets/0").has("remainingPathIndex")).isFalse();
    assertThat(answer.at("/targets/1/target/nodeId").asText()).isEqualTo("i=2253");
    assertThat(answer.has("errorInfo")).isFalse();
  }

  @Test
  void aPathThatLeadsNowhereIsAnAnswerThatSaysSo() throws Exception {
    JsonNode answer =
        edge.ask("BrowsePath", "{\"nodeId\":\"i=85\",\"browsePaths\":[[\"Nothing\"]]}");

    assertThat(answer.path("targets")).isEmpty();
    assertThat(answer.at("/errorInfo/symbolicId").asText()).isEqualTo("BadNoMatch");
  }

  @Test
  void aRequestWithoutPathsIsABadRequest() throws Exception {
    assertThat(edge.inParts("BrowsePath", edge.envelope("{}")).status()).isEqualTo(400);
    assertThat(edge.inParts("BrowsePath", edge.envelope("{\"browsePaths\":[[]]}")).status())
        .isEqualTo(400);
    assertThat(edge.inParts("BrowsePath", edge.envelope("{\"browsePaths\":[[\"\"]]}")).status())
        .isEqualTo(400);
    assertThat(edge.inParts("ValueRead", edge.envelope("{\"browsePath\":[\"\"]}")).status())
        .isEqualTo(400);
  }

  @Test
  void aValueIsReadByThePathToIt() throws Exception {
    JsonNode answer =
        edge.ask("ValueRead", "{\"browsePath\":%s]}".formatted(TO_FILLER + ",\"2:Product\""));

    assertThat(answer.path("dataType").asText()).isEqualTo("String");
  }

  @Test
  void aNodeThatAPathDoesNotLeadToIsNotFound() throws Exception {
    String request = edge.envelope("{\"browsePath\":%s]}".formatted(TO_FILLER + ",\"2:Nothing\""));

    MethodResult answer = edge.inParts("ValueRead", request);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("(BadNoMatch)");
  }
}
