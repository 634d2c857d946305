package org.bactrian.edge.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of every type, from the server and back to it. */
class AllTypesTest {

  private static final String SAMPLES = "nsu=urn:bactrian:plant;s=Samples";

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

  static Stream<String> samples() {
    Stream<String> types =
        Stream.of(
            "Boolean",
            "SByte",
            "Byte",
            "Int16",
            "UInt16",
            "Int32",
            "UInt32",
            "Int64",
            "UInt64",
            "Float",
            "Double",
            "NotANumber",
            "String",
            "DateTime",
            "Guid",
            "ByteString",
            "XmlElement",
            "NodeId",
            "ExpandedNodeId",
            "StatusCode",
            "QualifiedName",
            "LocalizedText");
    return Stream.concat(
        types.flatMap(type -> Stream.of(type, type + "Array", type + "Matrix")),
        Stream.of("EmptyArray", "Job", "JobArray", "MachineState"));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aValueThatWasReadIsWrittenBackAsItWas(String name) throws Exception {
    JsonNode read = edge.ask("ValueRead", TwinEdge.node(SAMPLES + "/" + name));

    ObjectNode write = TwinEdge.JSON.createObjectNode().put("nodeId", SAMPLES + "/" + name);
    write.set("value", read.path("value"));
    JsonNode written = edge.ask("ValueWrite", write.toString());

    assertThat(read.has("errorInfo")).as(read.toString()).isFalse();
    assertThat(read.has("value")).isTrue();
    assertThat(written).as(written.toString()).isEmpty();
    assertThat(edge.ask("ValueRead", TwinEdge.node(SAMPLES + "/" + name)).path("value"))
        .isEqualTo(read.path("value"));
  }

  @Test
  void aStructureIsWrittenByItsFields() throws Exception {
    String job =
        """
        {"OrderId": "B-4", "Number": 9, "Quantity": 3, "Done": 1,
         "Started": "2026-01-02T03:04:05Z", "State": "Overheated"}
        """;

    JsonNode written =
        edge.ask("ValueWrite", "{\"nodeId\":\"%s/Job\",\"value\":%s}".formatted(SAMPLES, job));

    assertThat(written).isEmpty();
    JsonNode read =
        edge.ask(
            "ValueRead",
            "{\"nodeId\":\"%s/Job\",\"encoding\":\"NonReversible\"}".formatted(SAMPLES));
    assertThat(read.path("dataType").asText()).isEqualTo("ExtensionObject");
    assertThat(read.at("/value/OrderId").asText()).isEqualTo("B-4");
    assertThat(read.at("/value/Quantity").asInt()).isEqualTo(3);
  }

  @Test
  void aPartOfAnArrayIsReadAndWritten() throws Exception {
    String element = "{\"nodeId\":\"%s/Int32Array\",\"indexRange\":\"1\"%s}";

    assertThat(edge.ask("ValueWrite", element.formatted(SAMPLES, ",\"value\":[17]"))).isEmpty();

    JsonNode read = edge.ask("ValueRead", element.formatted(SAMPLES, ""));
    assertThat(read.at("/value/0").asInt()).isEqualTo(17);
    assertThat(read.path("value")).hasSize(1);
  }

  @Test
  void aMethodTakesStructuresEnumerationsArraysAndMatrices() throws Exception {
    JsonNode answer =
        edge.ask(
            "MethodCall",
            """
            {"objectId": "%s", "methodId": "%s/Echo", "arguments": [
              {"value": {"Low": -5, "High": 5.5}},
              {"value": "Running"},
              {"value": [1.5, 2]},
              {"value": [[1, 2], [3, 4]]}]}
            """
                .formatted(SAMPLES, SAMPLES));

    assertThat(answer.has("errorInfo")).as(answer.toString()).isFalse();
    assertThat(answer.at("/results/0/value").toString()).contains("5.5");
    assertThat(answer.at("/results/1/value").asInt()).isEqualTo(1);
    assertThat(answer.at("/results/2/value/0").asDouble()).isEqualTo(1.5);
    assertThat(answer.at("/results/3/value/1/0").asInt()).isEqualTo(3);
  }

  @Test
  void enumerationsInStructuresHaveTheirNamesWhereNobodyReadsThemBack() throws Exception {
    String request = "{\"nodeId\":\"%s/Job\",\"encoding\":\"%s\"}";

    JsonNode plain = edge.ask("ValueRead", request.formatted(SAMPLES, "NonReversible"));
    JsonNode reversible = edge.ask("ValueRead", request.formatted(SAMPLES, "Reversible"));

    int state = reversible.at("/value/Body/State").intValue();
    assertThat(plain.at("/value/State").textValue())
        .isEqualTo(List.of("Stopped_0", "Running_1", "Overheated_2").get(state));
  }

  @Test
  void aLargeValueComesInParts() throws Exception {
    String node = TwinEdge.node(SAMPLES + "/Large");
    int before = edge.parts();

    JsonNode answer = edge.ask("ValueRead", node);

    assertThat(answer.path("value").binaryValue()).hasSize(5_000_000);
    assertThat(answer.path("dataType").asText()).isEqualTo("ByteString");
    assertThat(edge.parts() - before).isGreaterThan(50);
  }

  @Test
  void namesOfTypesMayBeGivenInPlaceOfTheNodes() throws Exception {
    List<String> names = List.of("UInt32", "i=7", "uint32");
    for (String name : names) {
      JsonNode written =
          edge.ask(
              "ValueWrite",
              "{\"nodeId\":\"%s/UInt32\",\"value\":\"77\",\"dataType\":\"%s\"}"
                  .formatted(SAMPLES, name));
      assertThat(written).as(name).isEmpty();
    }
    JsonNode refused =
        edge.ask(
            "ValueWrite",
            "{\"nodeId\":\"%s/UInt32\",\"value\":\"77\",\"dataType\":\"String\"}"
                .formatted(SAMPLES));
    assertThat(refused.at("/errorInfo/symbolicId").asText()).isEqualTo("BadTypeMismatch");
  }
}
