package org.bactrian.edge.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.bactrian.edge.twin.contract.ChannelDiagnostic;
import org.bactrian.patience.Exercises;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Capabilities of servers, and connections with them. */
@Exercises(operations = {"GetConnectionDiagnostics", "WatchChannelDiagnostics"})
class ServersTest {

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
  void aServerTellsItsLimits() throws Exception {
    JsonNode answer = edge.ask("GetServerCapabilities", "{\"namespaceFormat\":\"Index\"}");

    assertThat(answer.at("/operationLimits/maxNodesPerRead").asLong()).isPositive();
    assertThat(answer.path("serverProfileArray").isArray()).isTrue();
    assertThat(answer.path("supportedLocales").isArray()).isTrue();
    assertThat(edge.ask("GetServerCapabilities", "null").has("operationLimits")).isTrue();
  }

  @Test
  void aConnectionIsTried() throws Exception {
    assertThat(edge.ask("TestConnection", "{}")).isEmpty();
  }

  @Test
  void aConnectionThatCannotBeMadeIsAnAnswerThatSaysWhy() throws Exception {
    JsonNode answer =
        TwinEdge.json(
            edge.inParts(
                    "TestConnection",
                    "{\"connection\":{\"endpoint\":{\"url\":\"opc.tcp://127.0.0.1:1\"}}}")
                .bodyOrThrow());

    assertThat(answer.at("/errorInfo/symbolicId").asText()).startsWith("Bad");
    assertThat(answer.at("/errorInfo/errorMessage").asText()).contains("nobody listens there");
  }

  @Test
  void aUserThatTheServerDoesNotKnowIsUnauthorized() throws Exception {
    String request =
        """
        {"connection": {"endpoint": {"url": "%s", "securityMode": "None"}},
         "request": {"nodeId": "i=2258", "header": {"elevation": {"type": "UserName",
           "value": {"user": "operator", "password": "%s"}}}}}
        """;

    assertThat(edge.inParts("ValueRead", request.formatted(plant.endpointUrl(), "wrong")).status())
        .isEqualTo(401);
    assertThat(
            edge.inParts("ValueRead", request.formatted(plant.endpointUrl(), "operator")).status())
        .isEqualTo(200);
  }

  @Test
  void connectionsAreListedWithoutSecrets() throws Exception {
    edge.ask("ValueRead", TwinEdge.node("i=2258"));
    aUserThatTheServerDoesNotKnowIsUnauthorized();

    JsonNode answer = TwinEdge.json(edge.whole("GetActiveConnections", "").bodyOrThrow());

    List<String> urls = answer.findValuesAsText("url");
    assertThat(urls).contains(plant.endpointUrl());
    assertThat(answer.toString())
        .contains("\"value\":{\"user\":\"operator\"}")
        .doesNotContain("password");
  }

  @Test
  void connectionsTellHowTheyStand() throws Exception {
    edge.ask("ValueRead", TwinEdge.node("i=2258"));

    JsonNode channels = TwinEdge.json(edge.whole("GetChannelDiagnostics", "").bodyOrThrow());
    JsonNode counts = TwinEdge.json(edge.whole("GetConnectionDiagnostics", "").bodyOrThrow());

    assertThat(channels.findValuesAsText("remotePort")).contains("" + plant.port());
    assertThat(channels.at("/0/remoteIpAddress").asText()).startsWith("127.");
    assertThat(channels.at("/0/sessionId").asText()).isNotEmpty();
    assertThat(channels.at("/0/sessionCreated").asText()).startsWith("20");
    assertThat(counts.at("/0/connection/endpoint/url").asText()).isEqualTo(plant.endpointUrl());
  }

  @Test
  void whoWatchesConnectionsIsToldOfChangesUntilTheWatchEnds() throws Exception {
    edge.ask("ValueRead", TwinEdge.node("i=2258"));
    Object answer =
        edge.context().createProducerTemplate().requestBody("direct:WatchChannelDiagnostics", "");

    ChannelChangeIterator watch = (ChannelChangeIterator) answer;
    ChannelDiagnostic first = watch.next();
    edge.whole("ResetAllConnections", "");
    ChannelDiagnostic changed = watch.next();
    while (changed.sessionId() == null || changed.sessionId().equals(first.sessionId())) {
      changed = watch.next();
    }
    watch.close();

    assertThat(changed.connection().endpoint().url()).isEqualTo(plant.endpointUrl());
    assertThat(watch.hasNext()).isFalse();
    assertThat(TwinEdge.json(edge.whole("WatchChannelDiagnostics", "").bodyOrThrow())).isNotEmpty();
  }

  @Test
  void connectionsAreMadeAnew() throws Exception {
    edge.ask("ValueRead", TwinEdge.node("i=2258"));

    assertThat(edge.whole("ResetAllConnections_V2", "").body()).isEmpty();

    assertThat(edge.ask("ValueRead", TwinEdge.node("i=2258")).has("value")).isTrue();
  }

  @Test
  void aNodeIsDescribedByItsType() throws Exception {
    JsonNode answer =
        edge.ask("GetMetadata", "{\"nodeId\":\"%s/SpeedSetpoint\"}".formatted(FILLER));

    assertThat(answer.path("nodeClass").asText()).isEqualTo("Variable");
    assertThat(answer.at("/variableMetadata/dataType/dataType").asText()).isEqualTo("Double");
    assertThat(answer.at("/variableMetadata/valueRank").asText()).isEqualTo("Scalar");
    assertThat(answer.at("/typeDefinition/typeDefinitionId").asText()).isEqualTo("i=2368");
    assertThat(answer.at("/typeDefinition/nodeType").asText()).isEqualTo("DataVariable");
    assertThat(answer.at("/typeDefinition/typeHierarchy").findValuesAsText("displayName"))
        .startsWith("BaseVariableType", "BaseDataVariableType")
        .contains("DataItemType");
    assertThat(answer.at("/typeDefinition/typeMembers").findValuesAsText("displayName"))
        .contains("EURange", "EngineeringUnits", "Definition");
    assertThat(member(answer, "EURange").path("modellingRule").asText()).isEqualTo("Mandatory");
    assertThat(member(answer, "EURange").at("/variable/dataType/dataType").asText())
        .isEqualTo("Range");
  }

  @Test
  void aMethodIsDescribedByItsArguments() throws Exception {
    JsonNode answer = edge.ask("GetMetadata", "{\"nodeId\":\"%s/StartJob\"}".formatted(FILLER));

    assertThat(answer.at("/nethodMetadata/inputArguments").findValuesAsText("name"))
        .containsExactly("OrderId", "Quantity");
  }

  @Test
  void anEventTypeIsDescribedByItsFields() throws Exception {
    JsonNode answer = edge.ask("GetMetadata", TwinEdge.node("i=2041"));

    assertThat(answer.at("/typeDefinition/nodeType").asText()).isEqualTo("Event");
    assertThat(answer.at("/typeDefinition/typeMembers").findValuesAsText("displayName"))
        .contains("EventId", "Severity", "Message");
  }

  @Test
  void aNodeThatDoesNotExistIsAnAnswerThatSaysSo() throws Exception {
    assertThat(
            edge.ask("GetMetadata", TwinEdge.node("i=999999")).at("/errorInfo/symbolicId").asText())
        .isEqualTo("BadNodeIdUnknown");
  }

  private static JsonNode member(JsonNode answer, String name) {
    for (JsonNode member : answer.at("/typeDefinition/typeMembers")) {
      if (member.path("displayName").asText().equals(name)) {
        return member;
      }
    }
    throw new AssertionError("There is no " + name + " in " + answer);
  }
}
