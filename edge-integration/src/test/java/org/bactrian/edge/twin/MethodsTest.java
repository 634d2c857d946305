package org.bactrian.edge.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods that are described and called. */
class MethodsTest {

  private static final String FILLER = "nsu=urn:bactrian:plant;s=Line1/Filler";
  private static final String SAMPLES = "nsu=urn:bactrian:plant;s=Samples";
  private static final String FILLER_IN_ANSWERS = "urn:bactrian:plant#s=Line1%2fFiller";

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
  void aMethodTellsWhatItTakesAndReturns() throws Exception {
    JsonNode answer =
        edge.ask("MethodMetadata", "{\"methodId\":\"%s/StartJob\"}".formatted(FILLER));

    assertThat(answer.path("objectId").asText()).isEqualTo(FILLER_IN_ANSWERS);
    assertThat(answer.path("inputArguments").findValuesAsText("name"))
        .containsExactly("OrderId", "Quantity");
    assertThat(answer.at("/inputArguments/1/type/nodeId").asText()).isEqualTo("UInt32");
    assertThat(answer.at("/inputArguments/1/type/nodeClass").asText()).isEqualTo("DataType");
    assertThat(answer.at("/inputArguments/1/type/displayName").asText()).isEqualTo("UInt32");
    assertThat(answer.at("/inputArguments/1").has("valueRank")).isFalse();
    assertThat(answer.at("/outputArguments/0/name").asText()).isEqualTo("JobNumber");
    assertThat(answer.has("errorInfo")).isFalse();
  }

  @Test
  void aMethodIsCalledAndAnswers() throws Exception {
    JsonNode answer =
        edge.ask(
            "MethodCall",
            """
            {"objectId": "%s", "methodId": "%s/StartJob",
             "arguments": [{"value": "A-17"}, {"value": "12", "dataType": "UInt32"}]}
            """
                .formatted(FILLER, FILLER));

    assertThat(answer.path("results")).hasSize(2);
    assertThat(answer.at("/results/0/dataType").asText()).isEqualTo("UInt32");
    assertThat(answer.at("/results/0/value").asInt()).isGreaterThan(1);
    assertThat(answer.at("/results/1/dataType").asText()).isEqualTo("DateTime");
    assertThat(answer.has("errorInfo")).isFalse();
  }

  @Test
  void aMethodIsFoundByItsNameBelowTheObject() throws Exception {
    JsonNode answer =
        edge.ask(
            "MethodCall",
            "{\"objectId\":\"%s\",\"methodBrowsePath\":[\"2:Stop\"]}".formatted(FILLER));

    assertThat(answer.has("errorInfo")).isFalse();
    assertThat(answer.path("results").isArray()).isTrue();
    assertThat(
            edge.ask(
                    "MethodCall",
                    "{\"objectId\":\"%s\",\"methodBrowsePath\":[\"2:Start\"]}".formatted(FILLER))
                .has("errorInfo"))
        .isFalse();
  }

  @Test
  void anArgumentThatTheMethodDoesNotTakeIsNamed() throws Exception {
    JsonNode answer =
        edge.ask(
            "MethodCall",
            """
            {"objectId": "%s", "methodId": "%s/StartJob",
             "arguments": [{"value": "A-17"}, {"value": 0}]}
            """
                .formatted(FILLER, FILLER));

    assertThat(answer.at("/errorInfo/symbolicId").asText()).isEqualTo("BadInvalidArgument");
    assertThat(answer.at("/errorInfo/errorMessage").asText())
        .isEqualTo("BadInvalidArgument: Quantity: BadOutOfRange");
    assertThat(answer.path("results")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"arguments\": [],",
        "\"arguments\": [null, {\"value\": \"Stopped\"}],",
        "\"arguments\": [null, null, null, null],"
      })
  void argumentsThatAreLeftOutHaveTheDefaultsOfTheirTypes(String arguments) throws Exception {
    JsonNode answer =
        edge.ask(
            "MethodCall",
            "{%s \"objectId\": \"%s\", \"methodId\": \"%s/Echo\"}"
                .formatted(arguments, SAMPLES, SAMPLES));

    assertThat(answer.has("errorInfo")).as(answer.toString()).isFalse();
    assertThat(answer.path("results")).hasSize(4);
    assertThat(answer.at("/results/0/value").toString()).contains("\"Body\":{}");
    assertThat(answer.at("/results/1/value").toString()).isEqualTo("0");
    assertThat(answer.at("/results/2/value").toString()).isEqualTo("[]");
    assertThat(answer.at("/results/3/value").toString()).isEqualTo("[]");
  }

  @Test
  void anArgumentOfAnotherTypeIsABadRequestThatSaysWhere() throws Exception {
    String request =
        edge.envelope(
            """
            {"objectId": "%s", "methodId": "%s/StartJob",
             "arguments": [{"value": "A-17"}, {"value": "many"}]}
            """
                .formatted(FILLER, FILLER));

    assertThat(edge.inParts("MethodCall", request).status()).isEqualTo(400);
    assertThat(new String(edge.inParts("MethodCall", request).body(), StandardCharsets.UTF_8))
        .contains("/arguments/1/value");
  }

  @Test
  void moreArgumentsThanTheMethodTakesAreABadRequest() throws Exception {
    String request = "{\"objectId\":\"%s\",\"methodId\":\"%s/Stop\",\"arguments\":[{\"value\":1}]}";

    assertThat(
            edge.inParts("MethodCall", edge.envelope(request.formatted(FILLER, FILLER))).status())
        .isEqualTo(400);
    assertThat(edge.inParts("MethodCall", edge.envelope("{\"methodId\":\"i=1\"}")).status())
        .isEqualTo(400);
  }

  @Test
  void aMethodThatDoesNotExistIsAnAnswerThatSaysSo() throws Exception {
    JsonNode answer = edge.ask("MethodMetadata", "{\"methodId\":\"%s/Explode\"}".formatted(FILLER));

    assertThat(answer.at("/errorInfo/symbolicId").asText()).isEqualTo("BadNodeIdUnknown");
  }
}
