package org.bactrian.edge.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.bactrian.opcua.event.EventFilterReader;
import org.bactrian.opcua.event.WhereElement;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.milo.opcua.stack.core.types.enumerated.FilterOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries that become filters. */
class QueriesTest {

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
  void aStarSelectsEveryFieldOfTheType() throws Exception {
    JsonNode filter = compile("SELECT * FROM BaseEventType");

    assertThat(names(filter)).contains("EventId", "EventType", "Severity", "Message", "Time");
    assertThat(filter.at("/selectClauses/0/typeDefinitionId").asText()).isEqualTo("i=2041");
    assertThat(filter.at("/selectClauses/0/attributeId").asText()).isEqualTo("Value");
    assertThat(filter.has("whereClause")).isFalse();
    assertThat(compile("select *")).isEqualTo(filter);
  }

  @Test
  void aFilterCanBeCopiedToAPublishedNodesFile() throws Exception {
    JsonNode filter =
        compile(
            "SELECT /Severity, /EnabledState/Id FROM NonExclusiveLevelAlarmType"
                + " WHERE OFTYPE NonExclusiveLevelAlarmType AND /Severity > 500");

    EventFilterReader.Result read = EventFilterReader.read(filter);

    assertThat(read.unknown()).isEmpty();
    assertThat(read.filter().fields()).hasSize(2);
    assertThat(read.filter().where())
        .extracting(WhereElement::operator)
        .containsExactly(FilterOperator.And, FilterOperator.OfType, FilterOperator.GreaterThan);
  }

  @Test
  void fieldsOfASubtypeBelongToTheTypeThatDeclaresThem() throws Exception {
    JsonNode filter = compile("SELECT /Severity, /EnabledState/Id FROM NonExclusiveLevelAlarmType");

    assertThat(filter.at("/selectClauses/0/typeDefinitionId").asText()).isEqualTo("i=2041");
    assertThat(filter.at("/selectClauses/1/browsePath").toString())
        .isEqualTo("[\"EnabledState\",\"Id\"]");
    assertThat(filter.at("/selectClauses/1/displayName").asText())
        .isEqualTo("/EnabledState/Id.Value");
  }

  @Test
  void anAttributeIsSelectedAfterADot() throws Exception {
    JsonNode filter = compile("SELECT E/EnabledState.DisplayName FROM ConditionType E");

    assertThat(filter.at("/selectClauses/0/attributeId").asText()).isEqualTo("DisplayName");
    assertThat(filter.at("/selectClauses/0/browsePath").toString()).isEqualTo("[\"EnabledState\"]");
  }

  @Test
  void aConditionBecomesATreeWithItsRootInFront() throws Exception {
    JsonNode where =
        compile("SELECT * WHERE /Severity >= 500 AND NOT /SourceName = 'Filler''s'")
            .at("/whereClause/elements");

    assertThat(where.findValuesAsText("filterOperator"))
        .containsExactly("And", "GreaterThanOrEqual", "Not", "Equals");
    assertThat(where.at("/0/filterOperands").findValuesAsText("index")).containsExactly("1", "2");
    assertThat(where.at("/1/filterOperands/0/browsePath/0").asText()).isEqualTo("Severity");
    assertThat(where.at("/1/filterOperands/1/value").asInt()).isEqualTo(500);
    assertThat(where.at("/2/filterOperands/0/index").asInt()).isEqualTo(3);
    assertThat(where.at("/3/filterOperands/1/value").asText()).isEqualTo("Filler's");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OFTYPE AlarmConditionType                    | OfType",
        "/Severity IN (1, 2, 3)                       | InList",
        "/Severity BETWEEN (1, 500)                   | Between",
        "/Message LIKE 'hot%'                         | Like",
        "ISNULL /SourceName                           | IsNull",
        "/Severity != 5                               | Not Equals",
        "/Severity = 1 OR /Severity = 2 AND ISNULL /Message | Or Equals And Equals IsNull",
        "(/Severity = 1 OR /Severity = 2) AND ISNULL /Message | And Or Equals Equals IsNull",
        "/Severity & 3 = 1                            | BitwiseAnd Equals"
      })
  void operatorsAreThoseOfTheSpecification(String condition, String operators) throws Exception {
    JsonNode filter = compile("SELECT /Severity WHERE " + condition + " -- a comment");

    assertThat(filter.at("/whereClause/elements").findValuesAsText("filterOperator"))
        .isEqualTo(List.of(operators.strip().split(" ")));
  }

  @Test
  void aTypeIsALiteralForOfType() throws Exception {
    JsonNode operand =
        compile("SELECT * WHERE OFTYPE AlarmConditionType")
            .at("/whereClause/elements/0/filterOperands/0");

    assertThat(operand.path("value").asText()).isEqualTo("i=2915");
    assertThat(operand.path("dataType").asText()).isEqualTo("NodeId");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT",
        "SELECT * FROM",
        "SELECT * FROM NoSuchEventType",
        "SELECT /NoSuchField",
        "SELECT X/Severity FROM BaseEventType E",
        "SELECT * WHERE /Severity >",
        "SELECT * WHERE (/Severity = 1",
        "SELECT * WHERE /Severity BETWEEN (1)",
        "SELECT /p:Severity",
        "SELECT ?",
        "DELETE EVERYTHING"
      })
  void aQueryThatMakesNoSenseIsAnAnswerThatSaysWhere(String query) throws Exception {
    JsonNode answer = edge.ask("CompileQuery", request(query));

    assertThat(answer.at("/errorInfo/symbolicId").asText()).isEqualTo("BadInvalidArgument");
    assertThat(answer.at("/errorInfo/errorMessage").asText())
        .startsWith("Bad")
        .contains(": At character ");
    assertThat(answer.has("eventFilter")).isFalse();
  }

  @Test
  void aRequestWithoutAQueryIsABadRequest() throws Exception {
    assertThat(edge.inParts("CompileQuery", edge.envelope("{}")).status()).isEqualTo(400);
  }

  private static JsonNode compile(String query) throws Exception {
    JsonNode answer = edge.ask("CompileQuery", request(query));
    assertThat(answer.has("errorInfo")).as(answer.toString()).isFalse();
    return answer.path("eventFilter");
  }

  private static String request(String query) {
    return TwinEdge.JSON.createObjectNode().put("query", query).toString();
  }

  private static List<String> names(JsonNode filter) {
    return filter.findValues("browsePath").stream().map(path -> path.path(0).asText()).toList();
  }
}
