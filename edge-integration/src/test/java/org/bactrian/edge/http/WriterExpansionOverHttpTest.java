package org.bactrian.edge.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.bactrian.model.method.MethodResult;
import org.bactrian.patience.Exercises;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects of a plant, expanded to writers and published over the HTTP API and direct methods. */
@Exercises(operations = {"ExpandWriter", "ExpandAndCreateOrUpdateDataSetWriterEntries"})
class WriterExpansionOverHttpTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EXPAND = "/v2/writer/expand";
  private static final String CREATE = "/v2/writer";
  private static final String LINE =
      "{\"Id\": \"nsu=urn:bactrian:plant;s=Line1\", \"DataSetFieldId\": \"line\"%s}";
  private static final String MISSING = "{\"Id\": \"nsu=urn:bactrian:plant;s=Nowhere\"}";

  @TempDir private static Path folder;
  private static Simulator plant;
  private static Edge edge;

  @BeforeAll
  static void start() throws Exception {
    plant = Simulator.start(SimulatorSettings.in(folder.resolve("plant")).withPort(0));
    edge =
        Edge.start(folder, Map.of(), Edge.packedRoutes("twin", "configuration"), "--aa", "--ct=60");
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
    plant.close();
  }

  @BeforeEach
  void publishNothing() throws Exception {
    Files.writeString(file(), "[]");
  }

  private static Path file() {
    return folder.resolve("nodes.json");
  }

  private static String body(String nodes, String request) {
    return """
        {"entry": {"EndpointUrl": "%s", "UseSecurity": false, "DataSetWriterGroup": "Hall 3",
         "DataSetPublishingInterval": 500, "OpcNodes": [%s]}%s}
        """
        .formatted(plant.endpointUrl(), nodes, request);
  }

  @Test
  void anObjectIsExpandedToWritersAndNothingIsPublished() throws Exception {
    List<JsonNode> answers = answers(EXPAND, body(LINE.formatted(""), ""));

    assertThat(answers).noneMatch(answer -> answer.has("errorInfo"));
    assertThat(writers(answers)).contains("line/").anyMatch(id -> id.matches("line/\\d+:Filler"));
    assertThat(answers)
        .allSatisfy(
            answer -> {
              assertThat(answer.at("/result/DataSetPublishingInterval").asInt()).isEqualTo(500);
              assertThat(answer.at("/result/DataSetWriterGroup").asText()).isEqualTo("Hall 3");
              assertThat(answer.at("/result/OpcNodes")).isNotEmpty();
            });
    assertThat(JSON.readTree(file().toFile())).isEmpty();
  }

  @Test
  void whatAnObjectIsExpandedToIsPublishedAndStandsInTheFile() throws Exception {
    List<JsonNode> answers = answers(CREATE, body(LINE.formatted(""), ""));

    assertThat(answers).noneMatch(answer -> answer.has("errorInfo"));
    JsonNode saved = JSON.readTree(file().toFile());
    assertThat(saved).hasSameSizeAs(answers);
    assertThat(saved.findValuesAsText("DataSetWriterId"))
        .containsExactlyElementsOf(writers(answers));
    await()
        .untilAsserted(
            () ->
                assertThat(
                        JSON.readTree(edge.send("POST", "/v2/configuration/diagnostics", "").body())
                            .at("/0/ingressValueChanges")
                            .asLong())
                    .isPositive());

    assertThat(writers(answers(CREATE, body(LINE.formatted(""), "")))).isEqualTo(writers(answers));
    assertThat(JSON.readTree(file().toFile())).isEqualTo(saved);
  }

  @Test
  void aNodeThatIsNotThereIsToldAndTheOthersArePublished() throws Exception {
    String nodes = MISSING + "," + LINE.formatted("");
    String single = ", \"request\": {\"createSingleWriter\": true%s}";

    List<JsonNode> answers = answers(CREATE, body(nodes, single.formatted("")));

    assertThat(answers).hasSize(2);
    assertThat(answers.get(0).has("errorInfo")).isFalse();
    assertThat(answers.get(1).at("/errorInfo/symbolicId").asText()).isEqualTo("BadNodeIdUnknown");
    assertThat(answers.get(1).at("/result/OpcNodes/0/Id").asText()).endsWith("Nowhere");
    assertThat(JSON.readTree(file().toFile())).hasSize(1);
    assertThat(Files.readString(file())).contains("s=Line1/Filler/Speed").doesNotContain("Nowhere");

    assertThat(answers(CREATE, body(MISSING, ", \"request\": {\"discardErrors\": true}")))
        .isEmpty();
    assertThat(answers(EXPAND, body(MISSING, ""))).isEmpty();
    assertThat(answers(EXPAND, body(MISSING, ", \"request\": {}"))).hasSize(1);
    assertThat(answers(CREATE, body(MISSING, ""))).hasSize(1);
  }

  @Test
  void aWriterThatTheFileRefusesIsToldAndTheOthersArePublished() throws Exception {
    String twice =
        """
        {"EndpointUrl": "%s", "UseSecurity": false, "DataSetWriterGroup": "Hall 3",
         "DataSetWriterId": "line/", "OpcNodes": [{"Id": "%s"}]}
        """;
    Files.writeString(
        file(),
        "["
            + twice.formatted(plant.endpointUrl(), "i=2258")
            + ","
            + twice.formatted(plant.endpointUrl(), "i=2259")
            + "]");

    List<JsonNode> answers = answers(CREATE, body(LINE.formatted(""), ""));

    List<JsonNode> refused = answers.stream().filter(one -> one.has("errorInfo")).toList();
    assertThat(writers(refused)).containsExactly("line/");
    assertThat(refused.get(0).at("/errorInfo/symbolicId").asText()).isEqualTo("BadInvalidState");
    assertThat(JSON.readTree(file().toFile())).hasSize(2 + answers.size() - 1);

    List<JsonNode> wrong =
        answers(
            CREATE,
            body(
                LINE.formatted(", \"HeartbeatIntervalTimespan\": \"5 s\""),
                ", \"request\": {\"maxDepth\": 0, \"createSingleWriter\": true}"));
    assertThat(wrong).hasSize(1);
    assertThat(wrong.get(0).at("/errorInfo/symbolicId").asText()).isEqualTo("BadInvalidArgument");
    assertThat(wrong.get(0).at("/errorInfo/errorMessage").asText())
        .contains("HeartbeatIntervalTimespan");
    assertThat(Files.readString(file())).doesNotContain("Heartbeat");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"request": {}} | entry
          {"entry": {"EndpointUrl": "opc.tcp://localhost:1"}}                  | /entry/OpcNodes
          {"entry": {"EndpointUrl": "opc.tcp://localhost:1", "OpcNodes": [{}]}} | /entry/OpcNodes/0/Id
          {"entry": {"EndpointUrl": "", "OpcNodes": []}}                       | /entry/EndpointUrl
          {"entry": {"EndpointUrl": "opc.tcp://localhost:1", "OpcNodes": [], "EncryptedAuthPassword": "x"}} | /entry/EncryptedAuthPassword
          {"entry": {"EndpointUrl": "opc.tcp://localhost:1", "OpcNodes": []}, "request": {"maxDepth": -1}} | /request/maxDepth
          """)
  void aRequestThatCannotBeMeantIsRefusedWithItsPlace(String body, String place) throws Exception {
    for (String path : List.of(EXPAND, CREATE)) {
      HttpResponse<String> answer = edge.send("POST", path, body);

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/problem+json");
      assertThat(answer.body()).contains(place);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {EXPAND, CREATE})
  void aServerThatIsNotThereIsTold(String path) throws Exception {
    HttpResponse<String> answer =
        edge.send(
            "POST",
            path,
            body(LINE.formatted(""), ", \"request\": {\"header\": {\"connectTimeout\": 2000}}")
                .replace(plant.endpointUrl(), "opc.tcp://localhost:1"));

    assertThat(answer.statusCode()).as(answer.body()).isIn(408, 502);
    assertThat(answer.body()).contains("opc.tcp://localhost:1");
  }

  @Test
  void aFileThatCannotBeChangedIsToldBeforeTheServerIsAsked() throws Exception {
    String nobody =
        body(LINE.formatted(""), "").replace(plant.endpointUrl(), "opc.tcp://localhost:1");
    Files.writeString(file(), "[{");
    assertThat(edge.send("POST", CREATE, nobody).statusCode()).isEqualTo(403);
    Files.delete(file());
    assertThat(edge.send("POST", CREATE, nobody).statusCode()).isEqualTo(500);
  }

  @Test
  void directMethodsAnswerTheSame() throws Exception {
    String body = body(LINE.formatted(""), "");

    MethodResult told = edge.call("ExpandWriter_V2", body);
    assertThat(told.status()).as(new String(told.body(), UTF_8)).isEqualTo(200);
    assertThat(JSON.readTree(told.body()).size()).isEqualTo(answers(EXPAND, body).size());
    assertThat(edge.call("expandAndCreateOrUpdateDataSetWriterEntries", body).status())
        .isEqualTo(200);
    assertThat(JSON.readTree(file().toFile())).hasSize(JSON.readTree(told.body()).size());
    assertThat(edge.call("ExpandWriter", "").status()).isEqualTo(400);
    assertThat(new String(edge.call("ExpandWriter", "{}").body(), UTF_8))
        .contains("'entry' not found");
    assertThat(
            new String(edge.call("ExpandWriter", "{\"entry\": {\"OpcNodes\": []}}").body(), UTF_8))
        .contains("'EndpointUrl' not found");
  }

  private static List<JsonNode> answers(String path, String body) throws Exception {
    HttpResponse<String> answer = edge.send("POST", path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return StreamSupport.stream(JSON.readTree(answer.body()).spliterator(), false).toList();
  }

  private static List<String> writers(List<JsonNode> answers) {
    return answers.stream().map(one -> one.at("/result/DataSetWriterId").asText()).toList();
  }
}
