package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.bactrian.web.contract.Contract;
import org.bactrian.web.contract.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Histories of the plant, read and changed through the cloud, its hub and the edge. */
class HistoryJourneyTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "TOKEN-OF-THE-ANSWER-BEFORE";
  private static final String SAMPLE = "nsu=urn:bactrian:plant;s=History/Sample";
  private static final String LOG = "nsu=urn:bactrian:plant;s=History/Log";

  @TempDir private static Path data;
  private static ActivatedDemo demo;

  @BeforeAll
  static void start() throws Exception {
    demo = ActivatedDemo.start(data);
  }

  @AfterAll
  static void stop() {
    demo.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void theExampleOfEachOperationWorksWithTheDemosPlant(String path, String example)
      throws Exception {
    String request =
        example.contains(TOKEN) ? example.replace(TOKEN, continuationToken(path)) : example;

    JsonNode answer = demo.cloud().post(path.replace("{endpointId}", demo.endpoint()), request);

    // An event archive may be empty, which the server tells.
    String said = answer.at("/errorInfo/symbolicId").asText();
    assertThat(said).as("%s", answer).isIn("", "GoodNoData");
  }

  static Stream<Arguments> examples() throws Exception {
    try (InputStream document =
        HistoryJourneyTest.class.getResourceAsStream("/openapi/cloud/history.yaml")) {
      Contract contract = Contract.read("history", document);
      assertThat(contract.operations()).hasSize(18);
      return contract.operations().stream()
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

  /** Token of a read of the same form. */
  private static String continuationToken(String path) throws Exception {
    String details =
        path.contains("/history/read/")
            ? "{\"TypeId\":\"i=647\",\"Body\":{\"StartTime\":\"2026-01-01T00:00:00Z\","
                + "\"EndTime\":\"2026-01-02T00:00:00Z\",\"NumValuesPerNode\":3}}"
            : "{\"startTime\":\"2026-01-01T00:00:00Z\",\"endTime\":\"2026-01-02T00:00:00Z\","
                + "\"numValues\":3}";
    String first = path.contains("/history/read/") ? "history/read/%s" : "read/%s/values";
    return post(first, "{\"nodeId\":\"%s\",\"details\":%s}".formatted(SAMPLE, details))
        .path("continuationToken")
        .asText();
  }

  @Test
  void valuesComeInTheFormOfTheContractPageByPage() throws Exception {
    JsonNode first =
        post(
            "read/%s/values",
            """
            {"nodeId": "%s", "details": {"startTime": "2026-01-01T00:00:00Z",
             "endTime": "2026-01-02T00:00:00Z", "numValues": 5}}
            """
                .formatted(SAMPLE));
    JsonNode rest =
        post(
            "read/%s/values/next",
            "{\"continuationToken\":\"%s\"}".formatted(first.path("continuationToken").asText()));

    assertThat(first.path("history").findValuesAsText("value"))
        .containsExactly("10", "20", "25", "30");
    assertThat(first.at("/history/0"))
        .isEqualTo(
            JSON.readTree(
                """
                {"value": 10, "sourceTimestamp": "2026-01-01T00:00:02Z",
                 "serverTimestamp": "2026-01-01T00:00:02Z"}
                """));
    assertThat(first.at("/history/4/statusCode").asLong()).isEqualTo(0x80000000L);
    assertThat(rest.path("history")).hasSize(5);
    assertThat(rest.has("errorInfo")).isFalse();
  }

  @Test
  void aValueIsInsertedReplacedReadAndDeleted() throws Exception {
    String values =
        """
        {"nodeId": "%s", "details": {"values": [
          {"value": %d, "sourceTimestamp": "2026-03-01T08:00:00Z", "statusCode": 1073741824}]}}
        """;
    String range =
        """
        {"nodeId": "%s", "details": {"startTime": "2026-03-01T00:00:00Z",
         "endTime": "2026-03-02T00:00:00Z"}}
        """
            .formatted(LOG);

    JsonNode inserted = post("insert/%s/values", values.formatted(LOG, 1));
    JsonNode again = post("insert/%s/values", values.formatted(LOG, 1));
    JsonNode replaced = post("replace/%s/values", values.formatted(LOG, 2));
    JsonNode read = post("read/%s/values", range);
    JsonNode changes = post("read/%s/values/modified", range);
    JsonNode deleted = post("delete/%s/values", range);

    assertThat(inserted.at("/results/0/errorMessage").asText()).isEqualTo("Good");
    assertThat(inserted.at("/results/0/statusCode").asLong()).isZero();
    assertThat(again.at("/results/0/errorMessage").asText()).startsWith("BadEntryExists");
    assertThat(replaced.at("/results/0/errorMessage").asText()).isEqualTo("Good");
    assertThat(read.at("/history/0/value").asInt()).isEqualTo(2);
    assertThat(read.at("/history/0/statusCode").asLong()).isEqualTo(0x40000000L);
    assertThat(changes.findValuesAsText("updateType")).containsExactly("Replace", "Insert");
    assertThat(deleted.path("results")).isEmpty();
    assertThat(post("read/%s/values", range).at("/errorInfo/symbolicId").asText())
        .isEqualTo("GoodNoData");
  }

  private static JsonNode post(String path, String request) throws Exception {
    return demo.cloud().post("/history/v2/" + path.formatted(demo.endpoint()), request);
  }
}
