package org.bactrian.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bactrian.patience.Exercises;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.bactrian.web.contract.Contract;
import org.bactrian.web.contract.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** OPC Twin by its own routes, through the edge's HTTP API. */
@Exercises(
    operations = {
      "GetServerCapabilities",
      "Browse",
      "BrowseNext",
      "BrowseStream",
      "BrowsePath",
      "ValueRead",
      "ValueWrite",
      "GetMetadata",
      "CompileQuery",
      "MethodMetadata",
      "MethodCall",
      "NodeRead",
      "NodeWrite",
      "HistoryRead",
      "HistoryReadNext",
      "HistoryUpdate",
      "GetEndpointCertificate",
      "HistoryGetServerCapabilities",
      "HistoryGetConfiguration",
      "TestConnection",
      "HistoryReplaceEvents",
      "HistoryInsertEvents",
      "HistoryUpsertEvents",
      "HistoryDeleteEvents",
      "HistoryDeleteValuesAtTimes",
      "HistoryDeleteModifiedValues",
      "HistoryDeleteValues",
      "HistoryReplaceValues",
      "HistoryInsertValues",
      "HistoryUpsertValues",
      "HistoryReadEvents",
      "HistoryReadEventsNext",
      "HistoryReadValues",
      "HistoryReadValuesAtTimes",
      "HistoryReadProcessedValues",
      "HistoryReadModifiedValues",
      "HistoryReadValuesNext",
      "HistoryStreamValues",
      "HistoryStreamModifiedValues",
      "HistoryStreamValuesAtTimes",
      "HistoryStreamProcessedValues",
      "HistoryStreamEvents",
      "ResetAllConnections",
      "GetActiveConnections",
      "GetChannelDiagnostics",
      "FindServer",
      "Register",
      "Discover",
      "Cancel"
    })
class TwinOverHttpTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PLANT = "nsu=urn:bactrian:plant;s=";

  private static final String TOKEN = "TOKEN-OF-THE-ANSWER-BEFORE";

  private static final Set<String> OTHER_TESTS = Set.of("Configuration", "Writer", "FileSystem");

  @TempDir private static Path folder;
  private static Simulator plant;
  private static Edge edge;

  @BeforeAll
  static void start() throws Exception {
    plant = Simulator.start(SimulatorSettings.in(folder.resolve("plant")).withPort(0));
    edge = Edge.start(folder, Map.of(), Edge.packedRoutes("twin"), "--aa", "--ct=60");
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
    plant.close();
  }

  @Test
  void aNodeIsBrowsedReadWrittenAndCalled() throws Exception {
    String filler = PLANT + "Line1/Filler";

    JsonNode browsed = ask("/v2/browse/first", "{\"nodeId\":\"%s\"}".formatted(filler));
    JsonNode written =
        ask("/v2/write", "{\"nodeId\":\"%s/SpeedSetpoint\",\"value\":61}".formatted(filler));
    JsonNode read = ask("/v2/read", "{\"nodeId\":\"%s/SpeedSetpoint\"}".formatted(filler));
    JsonNode called =
        ask(
            "/v2/call",
            """
            {"objectId": "%s", "methodId": "%s/StartJob",
             "arguments": [{"value": "D-1"}, {"value": 5}]}
            """
                .formatted(filler, filler));

    assertThat(browsed.findValuesAsText("displayName")).contains("SpeedSetpoint");
    assertThat(written).isEmpty();
    assertThat(read.path("value").asInt()).isEqualTo(61);
    assertThat(called.path("results")).hasSize(2);
  }

  @Test
  void oneKindOfNodesMayStandInPlaceOfAListOfThem() throws Exception {
    JsonNode browsed =
        ask(
            "/v2/browse/first",
            "{\"nodeId\":\"%sLine1/Filler\",\"nodeClassFilter\":\"Method\"}".formatted(PLANT));

    assertThat(browsed.findValuesAsText("displayName"))
        .contains("StartJob")
        .doesNotContain("Speed");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void theExampleOfEachOperationWorksWithTheDemosPlant(String path, String example)
      throws Exception {
    String request = example.replaceAll("50000(-50010)?", Integer.toString(plant.port()));
    if (request.contains(TOKEN)) {
      request = request.replace(TOKEN, continuationToken(path));
    }

    HttpResponse<String> answer = edge.post(path, request);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    // A history may have nothing in the range of an example, which the server tells.
    assertThat(JSON.readTree(answer.body()).at("/errorInfo/symbolicId").asText())
        .isIn("", "GoodNoData");
  }

  static Stream<Arguments> examples() throws Exception {
    try (InputStream document =
        TwinOverHttpTest.class.getResourceAsStream("/openapi/edge/module.yaml")) {
      Contract contract = Contract.read("module", document);
      return contract.operations().stream()
          .filter(operation -> operation.body() instanceof Operation.Body.Json)
          // These have tests of their own, with files to change.
          .filter(operation -> !OTHER_TESTS.contains(operation.tag()))
          // CertificatesOverHttpTest and CertificateStoresOverHttpTest have certificates to send.
          .filter(operation -> !operation.tag().equals("Certificates"))
          // A certificate is made for the key of one server.
          .filter(operation -> !operation.id().equals("UpdateServerCertificate"))
          .map(operation -> Arguments.of(operation.path(), example(contract, operation)));
    }
  }

  private static String example(Contract contract, Operation operation) {
    return contract
        .document()
        .path("paths")
        .path(operation.path().substring(contract.basePath().length()))
        .at("/post/requestBody/content/application~1json/example")
        .toString();
  }

  /** The token of an answer that the operation at a path goes on with. */
  private static String continuationToken(String path) throws Exception {
    if (path.contains("history")) {
      return ask(
              "/v2/history/values/read/first",
              "{\"nodeId\":\"%sHistory/Sample\",\"details\":{\"startTime\":\"2026-01-01T00:00:00Z\","
                      .formatted(PLANT)
                  + "\"endTime\":\"2026-01-02T00:00:00Z\",\"numValues\":3}}")
          .path("continuationToken")
          .asText();
    }
    return ask(
            "/v2/browse/first",
            "{\"nodeId\":\"%sLine1/Filler\",\"maxReferencesToReturn\":3}".formatted(PLANT))
        .path("continuationToken")
        .asText();
  }

  @Test
  void numbersKeepTheirDigitsOnTheWayToTheServer() throws Exception {
    String write = "{\"nodeId\":\"%sSamples/%s\",\"value\":%s}";

    JsonNode written = ask("/v2/write", write.formatted(PLANT, "Int64", "9007199254740993.0"));
    JsonNode read = ask("/v2/read", "{\"nodeId\":\"%sSamples/Int64\"}".formatted(PLANT));

    assertThat(written).isEmpty();
    assertThat(read.path("value").longValue()).isEqualTo(9007199254740993L);
    assertThat(send("/v2/write", write.formatted(PLANT, "Double", "1e999")).statusCode())
        .isEqualTo(400);
    assertThat(
            send("/v2/write", write.formatted(PLANT, "Int32", "5.0000000000000000001"))
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void aLargeValueIsReadAtOnce() throws Exception {
    JsonNode answer = ask("/v2/read", "{\"nodeId\":\"%sSamples/Large\"}".formatted(PLANT));

    assertThat(answer.path("value").binaryValue()).hasSize(5_000_000);
  }

  @Test
  void everythingIsBrowsedAsItIsFound() throws Exception {
    JsonNode answer =
        ask("/v2/browse", "{\"nodeId\":[\"%sPlant\"],\"direction\":\"Forward\"}".formatted(PLANT));

    assertThat(answer.findValues("attributes")).hasSizeGreaterThan(100);
  }

  @Test
  void connectionsAreShownAndMadeAnew() throws Exception {
    ask("/v2/read", "{\"nodeId\":\"i=2258\"}");

    assertThat(JSON.readTree(edge.get("/v2/connections").body()).findValuesAsText("url"))
        .contains(plant.endpointUrl());
    assertThat(JSON.readTree(edge.get("/v2/diagnostics/channels").body())).isNotEmpty();
    assertThat(edge.get("/v2/reset").statusCode()).isEqualTo(200);
  }

  @Test
  void aServerThatCannotBeReachedIsAProblem() throws Exception {
    HttpResponse<String> answer =
        edge.post(
            "/v2/read",
            "{\"connection\":{\"endpoint\":{\"url\":\"opc.tcp://127.0.0.1:1\"}},"
                + "\"request\":{\"nodeId\":\"i=2258\"}}");

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(JSON.readTree(answer.body()).path("detail").asText())
        .contains("opc.tcp://127.0.0.1:1");
  }

  private static JsonNode ask(String path, String request) throws Exception {
    HttpResponse<String> answer = send(path, request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static HttpResponse<String> send(String path, String request) throws Exception {
    return edge.post(
        path,
        "{\"connection\":{\"endpoint\":{\"url\":\"%s\",\"securityMode\":\"None\"}},\"request\":%s}"
            .formatted(plant.endpointUrl(), request));
  }
}
