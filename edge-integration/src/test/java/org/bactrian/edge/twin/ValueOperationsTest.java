package org.bactrian.edge.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.bactrian.model.method.MethodResult;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that are read and written by methods, as hub and people call them. */
class ValueOperationsTest {

  private static final String PLANT = "nsu=urn:bactrian:plant;s=";

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
  void aMethodIsHeldToTheContractAsOverHttp() throws Exception {
    MethodResult answer = edge.inParts("ValueRead_V2", edge.envelope("{\"nodeId\": [5]}"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("/request/nodeId");
  }

  @Test
  void aValueIsReadWithItsTypeAndTimes() throws Exception {
    JsonNode answer = edge.ask("ValueRead", TwinEdge.node(PLANT + "Line1/Filler/SpeedSetpoint"));

    assertThat(answer.path("value").isNumber()).isTrue();
    assertThat(answer.path("dataType").asText()).isEqualTo("Double");
    assertThat(answer.path("sourceTimestamp").asText()).startsWith("20").endsWith("Z");
    assertThat(answer.path("serverTimestamp").asText()).startsWith("20").endsWith("Z");
    assertThat(answer.has("errorInfo")).isFalse();
  }

  @Test
  void aSetPointIsWrittenAndReadBack() throws Exception {
    String node = PLANT + "Line1/Capper/SpeedSetpoint";

    JsonNode written = edge.ask("ValueWrite", "{\"nodeId\":\"%s\",\"value\":73.5}".formatted(node));

    assertThat(written).isEmpty();
    assertThat(edge.ask("ValueRead", TwinEdge.node(node)).path("value").asDouble()).isEqualTo(73.5);
  }

  @Test
  void aNodeThatDoesNotExistIsAnAnswerThatSaysSo() throws Exception {
    JsonNode answer = edge.ask("ValueRead", TwinEdge.node(PLANT + "Nowhere"));

    assertThat(answer.at("/errorInfo/statusCode").asLong()).isEqualTo(0x80340000L);
    assertThat(answer.at("/errorInfo/symbolicId").asText()).isEqualTo("BadNodeIdUnknown");
    assertThat(answer.at("/errorInfo/errorMessage").asText()).isEqualTo("BadNodeIdUnknown");
    assertThat(answer.at("/errorInfo/diagnostics/0").asText()).isEqualTo("BadNodeIdUnknown");
    assertThat(answer.has("value")).isFalse();
  }

  @Test
  void aValueThatTheServerRefusesIsAnAnswerThatSaysWhy() throws Exception {
    JsonNode answer =
        edge.ask(
            "ValueWrite",
            "{\"nodeId\":\"%sLine1/Filler/SpeedSetpoint\",\"value\":500}".formatted(PLANT));

    assertThat(answer.at("/errorInfo/symbolicId").asText()).isEqualTo("BadOutOfRange");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ValueRead", "ValueRead_V1", "valueread_v2"})
  void aMethodMayBeCalledAtOnceByAnyOfItsNames(String method) throws Exception {
    String request = edge.envelope(TwinEdge.node(PLANT + "Line1/Filler/Product"));

    JsonNode answer = TwinEdge.json(edge.whole(method, request).bodyOrThrow());

    assertThat(answer.path("dataType").asText()).isEqualTo("String");
  }

  @Test
  void version28NamesTheEndpointNextToTheRequest() throws Exception {
    String request =
        "{\"Endpoint\":{\"Url\":\"%s\",\"SecurityMode\":\"none\"},\"REQUEST\":{\"NodeId\":\"%s\"}}"
            .formatted(plant.endpointUrl(), PLANT + "Line1/Filler/Product");

    JsonNode answer = TwinEdge.json(edge.inParts("ValueRead_V2", request).bodyOrThrow());

    assertThat(answer.path("dataType").asText()).isEqualTo("String");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{\"nodeId\":\"i=2258\"}",
        "{\"connection\":{},\"request\":{\"nodeId\":\"i=2258\"}}",
        "{\"connection\":{\"endpoint\":{\"url\":\"http://localhost\"}},\"request\":{}}"
      })
  void aRequestThatNamesNoServerIsABadRequest(String request) throws Exception {
    assertThat(edge.inParts("ValueRead", request).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", "{\"nodeId\":\"\"}", "{\"nodeId\":\"ns=x;s=y\"}"})
  void aRequestThatNamesNoNodeIsABadRequest(String request) throws Exception {
    assertThat(edge.inParts("ValueRead", edge.envelope(request)).status()).isEqualTo(400);
  }

  @Test
  void aServerThatCannotBeReachedIsABadGateway() throws Exception {
    String request =
        "{\"connection\":{\"endpoint\":{\"url\":\"opc.tcp://127.0.0.1:1\"}},"
            + "\"request\":{\"nodeId\":\"i=2258\",\"header\":{\"connectTimeout\":3000}}}";

    assertThat(edge.inParts("ValueRead", request).status()).isEqualTo(502);
  }

  @Test
  void aTwinThatIsSwitchedOffHasNoMethods() throws Exception {
    try (TwinEdge other =
        TwinEdge.with(
            folder.resolve("other"),
            plant.endpointUrl(),
            Map.of("bactrian.twin.enabled", "false"))) {
      assertThat(other.whole("ValueRead", other.envelope("{}")).status()).isEqualTo(501);
    }
  }
}
