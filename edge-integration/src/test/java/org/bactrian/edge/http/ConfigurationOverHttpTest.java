package org.bactrian.edge.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bactrian.model.method.MethodResult;
import org.bactrian.patience.Exercises;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.bactrian.web.contract.Contract;
import org.bactrian.web.contract.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is published, changed over the HTTP API and by direct methods. */
@Exercises(
    operations = {
      "PublishStart",
      "PublishStop",
      "PublishBulk",
      "PublishList",
      "PublishNodes",
      "UnpublishNodes",
      "UnpublishAllNodes",
      "AddOrUpdateEndpoints",
      "GetConfiguredEndpoints",
      "SetConfiguredEndpoints",
      "GetConfiguredNodesOnEndpoint",
      "GetDiagnosticInfo",
      "CreateOrUpdateDataSetWriterEntry",
      "GetDataSetWriterEntry",
      "AddOrUpdateNode",
      "RemoveDataSetWriterEntry",
      "AddOrUpdateNodes",
      "RemoveNodes",
      "RemoveNode",
      "GetNode",
      "GetNodes",
      "CreateOrUpdateAsset2",
      "CreateOrUpdateAsset",
      "GetAllAssets",
      "DeleteAsset"
    })
class ConfigurationOverHttpTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SPEED = "nsu=urn:bactrian:plant;s=Line1/Filler/Speed";
  private static final String FILLER =
      """
      {"EndpointUrl": "%s", "UseSecurity": false, "DataSetWriterGroup": "Hall 3",
       "DataSetWriterId": "Filler"%s}
      """;
  private static final String NODES =
      """
      , "OpcNodes": [{"Id": "nsu=urn:bactrian:plant;s=Line1/Filler/Speed", "DataSetFieldId": "speed"},
       {"Id": "nsu=urn:bactrian:plant;s=Line1/Filler/Temperature", "DataSetFieldId": "temperature"}]
      """;

  @TempDir private static Path folder;
  private static Simulator plant;
  private static Edge edge;
  private static Contract contract;

  @BeforeAll
  static void start() throws Exception {
    plant = Simulator.start(SimulatorSettings.in(folder.resolve("plant")).withPort(0));
    edge =
        Edge.start(folder, Map.of(), Edge.packedRoutes("twin", "configuration"), "--aa", "--ct=60");
    try (InputStream document =
        ConfigurationOverHttpTest.class.getResourceAsStream("/openapi/edge/module.yaml")) {
      contract = Contract.read("module", document);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
    plant.close();
  }

  @BeforeEach
  void publishTheFiller() throws Exception {
    Files.writeString(
        folder.resolve("nodes.json"), "[" + FILLER.formatted(plant.endpointUrl(), NODES) + "]");
  }

  static Stream<String> operations() throws Exception {
    try (InputStream document =
        ConfigurationOverHttpTest.class.getResourceAsStream("/openapi/edge/module.yaml")) {
      return Contract.read("module", document).operations().stream()
          .filter(operation -> Set.of("Configuration", "Writer").contains(operation.tag()))
          .map(Operation::id);
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void theExampleOfEachOperationWorks(String id) throws Exception {
    Operation operation =
        contract.operations().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
    String path =
        operation
            .path()
            .replace("{dataSetWriterGroup}", "Hall%203")
            .replace("{dataSetWriterId}", "Filler")
            .replace("{dataSetFieldId}", "speed");

    HttpResponse<String> answer = edge.send(operation.method(), path, example(operation));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    if (operation.answers()) {
      assertThat(JSON.readTree(answer.body()).isContainerNode()).isTrue();
    } else {
      assertThat(answer.body()).isEmpty();
    }
  }

  private static String example(Operation operation) {
    return contract
        .document()
        .path("paths")
        .path(operation.path().substring(contract.basePath().length()))
        .path(operation.method().toLowerCase(Locale.ROOT))
        .at("/requestBody/content/application~1json/example")
        .toString()
        .replace("opc.tcp://localhost:50000", plant.endpointUrl());
  }

  @Test
  void whatIsPublishedByHttpArrivesAndIsDiagnosed() throws Exception {
    JsonNode told =
        JSON.readTree(edge.send("GET", "/v2/configuration?includeNodes=true", "").body());
    assertThat(told.at("/endpoints/0/OpcNodes")).hasSize(2);
    assertThat(
            JSON.readTree(edge.send("GET", "/v2/configuration", "").body())
                .at("/endpoints/0/OpcNodes"))
        .isEmpty();
    edge.send("PUT", "/v2/configuration", told.toString());

    await()
        .untilAsserted(
            () ->
                assertThat(
                        JSON.readTree(edge.send("POST", "/v2/configuration/diagnostics", "").body())
                            .at("/0/ingressValueChanges")
                            .asLong())
                    .isPositive());

    JsonNode group =
        JSON.readTree(edge.send("POST", "/v2/configuration/diagnostics", "").body()).get(0);
    assertThat(group.at("/endpoints/0/DataSetWriterId").asText()).isEqualTo("Filler");
    assertThat(group.path("opcEndpointConnected").asBoolean()).isTrue();
    assertThat(group.path("monitoredOpcNodesSucceededCount").asInt()).isEqualTo(2);
    assertThat(group.path("ingestionDuration").asText()).matches("\\d\\d:\\d\\d:\\d\\d.*");
  }

  @Test
  void aGroupOfSeveralTopicsIsToldOnce() throws Exception {
    Files.writeString(
        folder.resolve("nodes.json"),
        "["
            + FILLER.formatted(
                plant.endpointUrl(), NODES.replace("\"DataSetFieldId\"", "\"Topic\""))
            + "]");

    await()
        .untilAsserted(
            () -> {
              JsonNode told =
                  JSON.readTree(edge.send("POST", "/v2/configuration/diagnostics", "").body());
              assertThat(told).hasSize(1);
              assertThat(told.at("/0/endpoints")).hasSize(1);
              assertThat(told.at("/0/monitoredOpcNodesSucceededCount").asInt()).isEqualTo(2);
              assertThat(told.at("/0/endpoints/0/OpcNodes/1/Topic").asText())
                  .isEqualTo("temperature");
              assertThat(told.at("/0/ingressValueChanges").asLong()).isPositive();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"UnpublishNodes", "unpublishnodes_v1", "UNPUBLISHNODES_V2"})
  void aMethodHasEverySpellingThatItsCallersUse(String name) throws Exception {
    MethodResult done =
        edge.call(
            name,
            FILLER.formatted(plant.endpointUrl(), ", \"opcNodes\": [{\"id\": \"" + SPEED + "\"}]"));

    assertThat(done.status()).as(new String(done.body(), UTF_8)).isEqualTo(200);
    assertThat(new String(done.body(), UTF_8)).isEqualTo("{}");
    assertThat(nodeIds()).hasSize(1).doesNotContain(SPEED);
  }

  @Test
  void argumentsOfAMethodHaveTheirNames() throws Exception {
    assertThat(
            edge.call(
                    "AddOrUpdateNode_V2",
                    "{\"DataSetWriterGroup\": \"Hall 3\", \"dataSetWriterId\": \"Filler\","
                        + " \"opcNode\": {\"Id\": \"i=2258\"}, \"insertAfterFieldId\": \"speed\"}")
                .status())
        .isEqualTo(200);
    assertThat(nodeIds()).element(1).isEqualTo("i=2258");
    MethodResult page =
        edge.call(
            "GetNodes",
            "{\"dataSetWriterGroup\": \"Hall 3\", \"dataSetWriterId\": \"Filler\", \"pageSize\": 1}");
    assertThat(JSON.readTree(page.body())).hasSize(1);
    assertThat(edge.call("GetConfiguredEndpoints_V1", "null").status()).isEqualTo(200);
    assertThat(
            JSON.readTree(edge.call("GetConfiguredEndpoints_V1", "{\"includeNodes\": true}").body())
                .at("/endpoints/0/OpcNodes"))
        .hasSize(3);
    MethodResult none = edge.call("GetNodes", "{\"dataSetWriterGroup\": \"Hall 3\"}");
    assertThat(none.status()).isEqualTo(400);
    assertThat(new String(none.body(), UTF_8)).contains("dataSetWriterId");
    assertThat(
            edge.call(
                    "RemoveNode",
                    "{\"dataSetWriterGroup\": \"\", \"dataSetWriterId\": \"\","
                        + " \"dataSetFieldId\": \"x\"}")
                .status())
        .isEqualTo(404);
  }

  @Test
  void aFaultHasAStatusAndItsPlace() throws Exception {
    HttpResponse<String> wrong =
        edge.send(
            "POST",
            "/v2/configuration/nodes",
            FILLER.formatted(plant.endpointUrl(), ", \"OpcNodes\": [{\"QueueSize\": \"many\"}]"));
    HttpResponse<String> missing =
        edge.send(
            "POST", "/v2/configuration/nodes/unpublish", FILLER.formatted("opc.tcp://gone:1", ""));

    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("/OpcNodes/0/QueueSize");
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.body()).contains("Endpoint not found: opc.tcp://gone:1");
    assertThat(edge.call("UnpublishAllNodes_V1", "").status()).isEqualTo(200);
    assertThat(JSON.readTree(folder.resolve("nodes.json").toFile())).isEmpty();
  }

  @Test
  void aNodeThatIsNotMonitoredIsNamedAndKeyFramesAreSentOnDemand() throws Exception {
    String wrong = "nsu=urn:bactrian:plant;s=Nowhere";
    edge.send(
        "POST",
        "/v2/configuration/nodes",
        FILLER.formatted(plant.endpointUrl(), ", \"OpcNodes\": [{\"Id\": \"" + wrong + "\"}]"));

    await()
        .untilAsserted(
            () ->
                assertThat(
                        JSON.readTree(edge.send("GET", "/v2/diagnostics/writergroups", "").body())
                            .at("/0/dataSetWriters/0/source/errors")
                            .findValuesAsText("symbolicId"))
                    .containsExactly("BadNodeIdUnknown"));
    JsonNode state =
        JSON.readTree(edge.send("GET", "/v2/diagnostics/writergroups/Hall%203", "").body());
    assertThat(state.at("/dataSetWriters/0/source/errors/0/nodeId").asText()).isEqualTo(wrong);
    assertThat(state.at("/dataSetWriters/0/endpointUrl").asText()).isEqualTo(plant.endpointUrl());
    assertThat(state.at("/dataSetWriters/0/opcAuthenticationMode").asText()).isEqualTo("Anonymous");

    String keyFrame = "/v2/diagnostics/writergroups/Hall%203";
    assertThat(edge.send("POST", keyFrame + "/keyframe", "").statusCode()).isEqualTo(200);
    assertThat(edge.send("POST", keyFrame + "/writers/Filler/keyframe", "").statusCode())
        .isEqualTo(200);
    assertThat(edge.send("POST", keyFrame + "/writers/Nobody/keyframe", "").statusCode())
        .isEqualTo(404);
    assertThat(edge.send("POST", "/v2/diagnostics/writergroups/None/keyframe", "").statusCode())
        .isEqualTo(404);
    assertThat(edge.call("SendWriterGroupKeyFrame_V2", "\"Hall 3\"").status()).isEqualTo(200);
    assertThat(edge.call("GetAllWriterGroupStates", "").status()).isEqualTo(200);
  }

  @Test
  void anAssetIsMadeListedPublishedAndRemoved() throws Exception {
    String entry =
        """
        {"EndpointUrl": "%s", "UseSecurity": false, "DataSetWriterGroup": "Assets",
         "DataSetName": "Mixer"}
        """
            .formatted(plant.endpointUrl());
    String create =
        "{\"entry\": %s, \"configuration\": {\"properties\": {\"Speed\": {}, \"Level\": {}}}}"
            .formatted(entry);

    JsonNode made = JSON.readTree(edge.send("POST", "/v2/writer/assets", create).body());
    assertThat(made.has("errorInfo")).as(made.toString()).isFalse();
    assertThat(made.at("/result/OpcNodes")).hasSize(2);
    String asset = made.at("/result/DataSetWriterId").asText();
    assertThat(nodeIds()).contains(asset + "/Speed", asset + "/Level");
    assertThat(JSON.readTree(edge.send("POST", "/v2/writer/assets", create).body()).toString())
        .contains("BadBrowseNameDuplicated")
        .doesNotContain("DataSetWriterId");
    JsonNode listed =
        JSON.readTree(
            edge.send("POST", "/v2/writer/assets/list", "{\"entry\": " + entry + "}").body());
    assertThat(listed.findValuesAsText("DataSetName")).contains("Mixer");

    String delete =
        "{\"entry\": %s}"
            .formatted(
                entry.replace("\"DataSetName\"", "\"DataSetWriterId\": \"" + asset + "\", \"x\""));
    assertThat(edge.send("POST", "/v2/writer/assets/delete", delete).body()).isEqualTo("{}");
    assertThat(nodeIds()).doesNotContain(asset + "/Speed");
    assertThat(edge.send("POST", "/v2/writer/assets/delete", delete).body())
        .contains("BadNotFound");
    JsonNode empty =
        JSON.readTree(
            edge.send(
                    "POST", "/v2/writer/assets", create.replace("\"Speed\": {}, \"Level\": {}", ""))
                .body());
    assertThat(empty.at("/errorInfo/symbolicId").asText()).isEqualTo("BadUnexpectedError");
    assertThat(edge.send("POST", "/v2/writer/assets/list", "{\"entry\": " + entry + "}").body())
        .doesNotContain("Mixer");
    assertThat(
            edge.send("POST", "/v2/writer/assets", "{\"entry\": {\"EndpointUrl\": \"x\"}}")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void anAssetWhoseEntryIsRefusedIsRemovedAtTheServer() throws Exception {
    String entry =
        """
        {"EndpointUrl": "%s", "UseSecurity": false, "DataSetWriterGroup": "Assets",
         "DataSetName": "Pump", "DataSetPublishingIntervalTimespan": "5 s"}
        """
            .formatted(plant.endpointUrl());

    JsonNode refused =
        JSON.readTree(
            edge.send(
                    "POST",
                    "/v2/writer/assets",
                    "{\"entry\": %s, \"configuration\": {\"properties\": {\"Speed\": {}}}}"
                        .formatted(entry))
                .body());

    assertThat(refused.at("/errorInfo/symbolicId").asText()).isEqualTo("BadInvalidArgument");
    assertThat(refused.at("/errorInfo/errorMessage").asText())
        .contains("DataSetPublishingIntervalTimespan");
    assertThat(edge.send("POST", "/v2/writer/assets/list", "{\"entry\": " + entry + "}").body())
        .doesNotContain("Pump");
  }

  @Test
  void callsOfAnInitFileAreMadeWhenTheEdgeHasStarted(@TempDir Path other) throws Exception {
    Files.writeString(
        other.resolve("calls.init"),
        "AddOrUpdateEndpoints_V1\n\n["
            + FILLER.formatted(plant.endpointUrl(), NODES)
            + "]\n###\nGetConfiguredEndpoints_V1\n");
    try (Edge second =
        Edge.start(
            other, Map.of(), Edge.packedRoutes("configuration"), "--pi=calls.init", "--aa")) {
      await()
          .untilAsserted(
              () ->
                  assertThat(other.resolve("calls.init.log"))
                      .exists()
                      .content()
                      .contains("### done "));
      assertThat(second.get("/v2/configuration?includeNodes=true").body()).contains(SPEED);
    }
  }

  private static List<String> nodeIds() throws Exception {
    return JSON.readTree(folder.resolve("nodes.json").toFile()).findValuesAsText("Id");
  }
}
