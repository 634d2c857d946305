package org.bactrian.edge.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Histories that are read, as version 2.9 asks for them and as OPC UA has them. */
class HistoryTest {

  private static final String PLANT = "nsu=urn:bactrian:plant;s=";
  private static final String SAMPLE = PLANT + "History/Sample";
  private static final String FROM = "\"startTime\":\"2024-01-01T00:00:00Z\"";
  private static final String TO = "\"endTime\":\"2027-01-01T00:00:00Z\"";
  private static final String MINUTES =
      "\"startTime\":\"2026-01-01T00:00:00Z\",\"endTime\":\"2026-01-01T00:04:00Z\"";

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

  /** B is Bad, U70 is 70 with Uncertain, X is Bad_BoundNotFound. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      textBlock =
          """
          FROM,TO,"returnBounds":true | X 10 20 25 30 B 40 50 60 U70 70 80 90 X
          FROM,"numValues":10         | 10 20 25 30 B 40 50 60 U70 70
          FROM,TO                     | 10 20 25 30 B 40 50 60 U70 70 80 90
          TO,"numValues":10           | 90 80 70 U70 60 50 40 B 30 25
          """)
  void valuesOfARangeAreReadInOneAnswerAndAsAStream(String details, String values)
      throws Exception {
    String request = request(SAMPLE, details.replace("FROM", FROM).replace("TO", TO));

    JsonNode answer = edge.ask("HistoryReadValues", request);

    assertThat(written(answer.path("history"))).isEqualTo(values);
    assertThat(answer.has("continuationToken")).isFalse();
    assertThat(answer.has("errorInfo")).isFalse();
    for (JsonNode value : answer.path("history")) {
      assertThat(value.path("sourceTimestamp").asText()).isNotEmpty();
      assertThat(value.path("serverTimestamp").asText()).isNotEmpty();
      assertThat(value.has("dataLocation") || value.has("additionalData")).isFalse();
    }
    assertThat(written(edge.ask("HistoryStreamValues", request))).isEqualTo(values);
  }

  @Test
  void aRangeThatEndsBeforeItBeginsIsReadBackwards() throws Exception {
    JsonNode answer =
        edge.ask(
            "HistoryReadValues",
            request(
                SAMPLE,
                "\"startTime\":\"2026-01-01T00:00:50Z\",\"endTime\":\"2026-01-01T00:00:25Z\""));

    assertThat(written(answer.path("history"))).isEqualTo("40 B 30 25");
  }

  @Test
  void pagesFollowEachOtherUntilThereAreNoMore() throws Exception {
    List<String> pages = new ArrayList<>();
    JsonNode page =
        edge.ask("HistoryReadValues", request(SAMPLE, FROM + "," + TO + ",\"numValues\":5"));
    pages.add(written(page.path("history")));
    while (page.has("continuationToken")) {
      page = edge.ask("HistoryReadValuesNext", next(page, ""));
      pages.add(written(page.path("history")));
    }

    assertThat(pages).containsExactly("10 20 25 30 B", "40 50 60 U70 70", "80 90");
  }

  @Test
  void aPageThatIsAbortedOrOfAnotherKindOfAnswerDoesNotGoOn() throws Exception {
    JsonNode page =
        edge.ask("HistoryReadValues", request(SAMPLE, FROM + "," + TO + ",\"numValues\":5"));

    JsonNode browsed = edge.ask("BrowseNext", next(page, ""));
    JsonNode aborted = edge.ask("HistoryReadValuesNext", next(page, ",\"abort\":true"));
    JsonNode after = edge.ask("HistoryReadValuesNext", next(page, ""));

    assertThat(symbol(browsed)).isEqualTo("BadContinuationPointInvalid");
    assertThat(aborted.has("continuationToken")).isFalse();
    assertThat(symbol(after)).isEqualTo("BadContinuationPointInvalid");
    assertThat(after.path("history").isNull()).isTrue();
  }

  @Test
  void onlyTheTimestampsThatAreAskedForCome() throws Exception {
    JsonNode answer =
        edge.ask(
            "HistoryReadValues",
            "{\"nodeId\":\"%s\",\"details\":{%s,\"numValues\":1},\"timestampsToReturn\":\"Source\"}"
                .formatted(SAMPLE, FROM));

    assertThat(answer.at("/history/0").has("sourceTimestamp")).isTrue();
    assertThat(answer.at("/history/0").has("serverTimestamp")).isFalse();
  }

  @Test
  void valuesAtTimesAreInterpolatedWhereNoneWereRecorded() throws Exception {
    String times =
        "\"reqTimes\":[\"2026-01-01T00:00:02Z\",\"2026-01-01T00:00:45Z\",\"2025-01-01T00:00:00Z\"]";

    JsonNode answer = edge.ask("HistoryReadValuesAtTimes", request(SAMPLE, times));

    assertThat(answer.at("/history/0/value").asInt()).isEqualTo(10);
    assertThat(answer.at("/history/0").has("dataLocation")).isFalse();
    assertThat(answer.at("/history/1/value").asInt()).isEqualTo(37);
    assertThat(answer.at("/history/1/dataLocation").asText()).isEqualTo("Interpolated");
    assertThat(answer.at("/history/1").has("status")).isFalse();
    assertThat(answer.at("/history/2").has("value")).isFalse();
    assertThat(answer.at("/history/2/status/symbolicId").asText()).isEqualTo("BadNoData");
    assertThat(edge.ask("HistoryStreamValuesAtTimes", request(SAMPLE, times)))
        .isEqualTo(answer.path("history"));
  }

  /** A dash is an interval without values; U is Uncertain_DataSubNormal. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Maximum       | 00:01:00 | U50 U90 - -
          i=2347        | 00:01:00 | U50 U90 - -
          Minimum       | 00:01:00 | U10 U60 - -
          Count         | 00:01:00 | U6 U4 - -
          Start         | 00:01:00 | U10 U60 - -
          End           | 00:01:00 | U50 U90 - -
          Delta         | 00:20:00 | 80
          Average       | 00:02:00 | U47.5 -
          TimeAverage   | 00:01:00 | U24.2 U71.11111111111111 - -
          """)
  void aggregatesAreComputedForEachInterval(String aggregate, String interval, String values)
      throws Exception {
    JsonNode answer =
        edge.ask(
            "HistoryReadProcessedValues",
            request(
                SAMPLE,
                MINUTES
                    + ",\"aggregateType\":\"%s\",\"processingInterval\":\"%s\""
                        .formatted(aggregate, interval)));

    List<String> written = new ArrayList<>();
    for (JsonNode value : answer.path("history")) {
      String symbol = value.at("/status/symbolicId").asText();
      boolean none = symbol.equals("BadNoData");
      written.add(
          none
              ? "-"
              : (symbol.equals("UncertainDataSubNormal") ? "U" : "")
                  + value.path("value").asText());
      assertThat(value.path("dataLocation").asText()).isEqualTo(none ? "" : "Calculated");
      assertThat(value.path("additionalData").asText()).isEqualTo(none ? "" : "Partial");
      assertThat(value.has("sourceTimestamp")).isTrue();
    }
    assertThat(String.join(" ", written)).isEqualTo(values);
  }

  @Test
  void whatWasNeverChangedHasNoChanges() throws Exception {
    JsonNode answer =
        edge.ask(
            "HistoryReadModifiedValues", request(SAMPLE, FROM + "," + TO + ",\"numValues\":14"));

    assertThat(answer.path("history").isArray()).isTrue();
    assertThat(answer.path("history")).isEmpty();
    assertThat(symbol(answer)).isEqualTo("GoodNoData");
    assertThat(edge.ask("HistoryStreamModifiedValues", request(SAMPLE, FROM + "," + TO))).isEmpty();
  }

  @Test
  void timesFarAwayAreTheFirstAndTheLastThatThereAre() throws Exception {
    JsonNode answer =
        edge.ask(
            "HistoryReadValues",
            request(
                SAMPLE,
                "\"startTime\":\"1602-01-01T00:00:00Z\",\"endTime\":\"9999-12-31T23:59:59Z\""));

    assertThat(answer.path("history")).hasSize(12);
  }

  @Test
  void aNodeWithoutHistoryIsAnAnswerThatSaysSo() throws Exception {
    JsonNode answer =
        edge.ask("HistoryReadValues", request(PLANT + "Line1/Filler/Product", FROM + "," + TO));

    assertThat(symbol(answer)).isEqualTo("BadHistoryOperationUnsupported");
    assertThat(answer.has("history")).isTrue();
    assertThat(answer.path("history").isNull()).isTrue();
  }

  @Test
  void version28ReadsExtensionObjectsPageByPage() throws Exception {
    String details =
        "{\"TypeId\":\"i=647\",\"Encoding\":\"Json\",\"Body\":{\"IsReadModified\":false,"
            + "\"StartTime\":\"2026-01-01T00:00:00Z\",\"EndTime\":\"2027-01-01T00:00:00Z\","
            + "\"NumValuesPerNode\":10,\"ReturnBounds\":false}}";
    String request = "{\"Endpoint\":{\"Url\":\"%s\",\"SecurityMode\":\"None\"},\"Request\":%s}";

    JsonNode first =
        TwinEdge.json(
            edge.inParts(
                    "HistoryRead_V2",
                    request.formatted(
                        plant.endpointUrl(),
                        "{\"NodeId\":\"%s\",\"Details\":%s}".formatted(SAMPLE, details)))
                .bodyOrThrow());
    JsonNode rest = edge.ask("HistoryReadNext", next(first, ""));

    assertThat(first.at("/history/TypeId").asText()).isEqualTo("i=656");
    assertThat(first.at("/history/Encoding").asText()).isEqualTo("Json");
    assertThat(first.at("/history/Body/DataValues")).hasSize(10);
    assertThat(first.at("/history/Body/DataValues/0/Value/Body").asInt()).isEqualTo(10);
    assertThat(first.at("/history/Body/DataValues/4/StatusCode/Code").asLong())
        .isEqualTo(0x80000000L);
    assertThat(rest.at("/history/Body/DataValues")).hasSize(2);
    assertThat(rest.has("continuationToken")).isFalse();
  }

  @Test
  void aHistoryTellsHowItIsRecorded() throws Exception {
    JsonNode answer = edge.ask("HistoryGetConfiguration", TwinEdge.node(SAMPLE));

    JsonNode configuration = answer.path("configuration");
    assertThat(configuration.path("stepped").asBoolean(true)).isFalse();
    assertThat(configuration.path("definition").asText()).startsWith("Twelve values");
    assertThat(configuration.path("startOfArchive").asText()).isEqualTo("2026-01-01T00:00:02Z");
    assertThat(configuration.path("endOfArchive").asText()).isEqualTo("2026-01-01T00:01:30Z");
    assertThat(configuration.path("aggregateConfiguration"))
        .isEqualTo(
            TwinEdge.JSON.readTree(
                """
                {"treatUncertainAsBad": true, "percentDataBad": 100, "percentDataGood": 100,
                 "useSlopedExtrapolation": false}
                """));
  }

  @Test
  void aNodeWithoutConfigurationIsAnAnswerThatSaysSo() throws Exception {
    JsonNode nowhere = edge.ask("HistoryGetConfiguration", TwinEdge.node(PLANT + "Nowhere"));
    JsonNode object = edge.ask("HistoryGetConfiguration", TwinEdge.node("i=85"));

    assertThat(nowhere.path("configuration").isNull()).isTrue();
    assertThat(symbol(nowhere)).isEqualTo("BadNodeIdUnknown");
    assertThat(symbol(object)).isEqualTo("BadNoMatch");
  }

  @Test
  void aServerTellsWhatHistoryItHas() throws Exception {
    JsonNode told = edge.ask("HistoryGetServerCapabilities", "{}");

    assertThat(told.path("supportsHistoricData").asBoolean()).isTrue();
    assertThat(told.path("supportsHistoricEvents").asBoolean()).isTrue();
    assertThat(told.path("updateDataCapability").asBoolean()).isTrue();
    assertThat(told.path("insertAnnotationCapability").asBoolean(true)).isFalse();
    assertThat(told.path("maxReturnDataValues").asLong()).isEqualTo(1_000);
    assertThat(told.at("/aggregateFunctions/Average").asText()).isEqualTo("i=2342");
  }

  @Test
  void theTemperatureOfTheLastMinutesIsThereFromTheStart() throws Exception {
    JsonNode answer =
        edge.ask(
            "HistoryReadValues",
            request(
                PLANT + "Line1/Filler/Temperature",
                "\"endTime\":\"2099-01-01T00:00:00Z\",\"numValues\":500"));

    assertThat(answer.path("history")).hasSize(500);
    assertThat(answer.at("/history/0/dataType").asText()).isEqualTo("Double");
  }

  private static String request(String node, String details) {
    return "{\"nodeId\":\"%s\",\"details\":{%s}}".formatted(node, details);
  }

  private static String next(JsonNode page, String more) {
    return "{\"continuationToken\":\"%s\"%s}"
        .formatted(page.path("continuationToken").asText(), more);
  }

  private static String written(JsonNode history) {
    List<String> values = new ArrayList<>();
    for (JsonNode value : history) {
      String symbol = value.at("/status/symbolicId").asText();
      values.add(
          switch (symbol) {
            case "BadBoundNotFound" -> "X";
            case "Bad" -> "B";
            case "Uncertain" -> "U" + value.path("value").asText();
            default -> value.path("value").asText();
          });
      assertThat(value.has("value")).isEqualTo(!symbol.startsWith("Bad"));
    }
    return String.join(" ", values);
  }

  private static String symbol(JsonNode answer) {
    return answer.at("/errorInfo/symbolicId").asText();
  }
}
