package org.bactrian.edge.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bactrian.model.method.MethodResult;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests for histories that cannot be meant, which are refused in words that help. */
class HistoryFaultsTest {

  private static final String SAMPLE = "nsu=urn:bactrian:plant;s=History/Sample";
  private static final String FROM = "\"startTime\":\"2024-01-01T00:00:00Z\"";
  private static final String TO = "\"endTime\":\"2027-01-01T00:00:00Z\"";

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
  void anAggregateThatNobodyKnowsIsABadRequestThatNamesThoseThereAre() throws Exception {
    MethodResult answer =
        edge.inParts(
            "HistoryReadProcessedValues_V2",
            edge.envelope(request(SAMPLE, FROM + "," + TO + ",\"aggregateType\":\"Middle\"")));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(text(answer)).contains("Middle").contains("Average, Count, Delta");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      textBlock =
          """
          HistoryReadValues           | "numValues":10                       | neither startTime nor endTime
          HistoryReadValues           | FROM                                 | numValues
          HistoryReadValues           | FROM,"numValues":0                   | numValues
          HistoryReadValues           | FROM,"numValues":4294967295          | 10000
          HistoryReadValues           | FROM,"numValues":4294967296          | numValues
          HistoryReadValues           | "startTime":"now","numValues":10     | startTime
          HistoryReadValues           | "startTime":"0001-01-01T00:00:00Z","numValues":10 | neither
          HistoryReadModifiedValues   | TO                                   | numValues
          HistoryReadEvents           | TO                                   | numEvents
          HistoryReadEvents           | "numEvents":5                        | neither
          HistoryReadEvents           | FROM,TO,"filter":{"selectClauses":[{"typeDefinitionId":"i=2041"}]} | BrowsePath
          HistoryReadEvents           | FROM,TO,"filter":{"whereClause":{"elements":[{"filterOperator":"Not","filterOperands":[{"index":0}]}]}} | element 0
          HistoryReadProcessedValues  | "aggregateType":"Count"              | neither
          HistoryReadValuesAtTimes    | "reqTimes":[]                        | reqTimes
          HistoryDeleteValues         | "startTime":null                     | neither
          HistoryDeleteModifiedValues | "startTime":null                     | neither
          HistoryDeleteValuesAtTimes  | "reqTimes":[]                        | reqTimes
          HistoryInsertValues         | "values":[]                          | values
          HistoryReplaceValues        | "values":[]                          | values
          HistoryUpsertValues         | "values":[]                          | values
          HistoryInsertEvents         | "events":[]                          | events
          HistoryReplaceEvents        | "events":[]                          | events
          HistoryDeleteEvents         | "eventIds":[]                        | eventIds
          HistoryDeleteEvents         | "eventIds":["%"]                     | eventIds
          """)
  void detailsThatCannotBeMeantAreABadRequestThatSaysWhy(
      String operation, String details, String words) throws Exception {
    String request = request(SAMPLE, details.replace("FROM", FROM).replace("TO", TO));

    MethodResult answer = edge.inParts(operation + "_V2", edge.envelope(request));

    assertThat(answer.status()).as(text(answer)).isEqualTo(400);
    assertThat(text(answer)).contains(words);
  }

  @ParameterizedTest
  @CsvSource({"HistoryReadValues", "HistoryRead", "HistoryUpdate", "HistoryInsertValues"})
  void aRequestWithoutDetailsOrWithoutANodeIsABadRequest(String operation) throws Exception {
    for (String request : List.of("{\"nodeId\":\"i=2258\"}", "{\"details\":null}", "{}")) {
      assertThat(edge.inParts(operation, edge.envelope(request)).status()).isEqualTo(400);
    }
  }

  @Test
  void thousandsOfTimesAreRefusedBeforeTheServerIsAsked() throws Exception {
    String times =
        IntStream.range(0, 10_001)
            .mapToObj(i -> "\"2026-01-01T00:00:02Z\"")
            .collect(Collectors.joining(","));

    MethodResult answer =
        edge.inParts(
            "HistoryReadValuesAtTimes",
            edge.envelope(request(SAMPLE, "\"reqTimes\":[" + times + "]")));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(text(answer)).contains("reqTimes").hasSizeLessThan(2_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      textBlock =
          """
          HistoryRead   | {"TypeId":"i=884","Body":{"Low":0,"High":1}}                    | Range
          HistoryRead   | {"TypeId":"i=647","Encoding":"Binary","Body":"AQID"}            | details
          HistoryRead   | {"TypeId":"i=647","Encoding":"Xml","Body":"<a"}                 | details
          HistoryRead   | {"TypeId":"i=647","Encoding":"Zip","Body":{}}                   | encoding
          HistoryRead   | {"TypeId":"i=99999","Body":{}}                                  | details
          HistoryRead   | {"TypeId":"i=680","Body":{"PerformInsertReplace":1}} | UpdateDataDetails
          HistoryUpdate | {"TypeId":"i=680","Body":{"PerformInsertReplace":7}} | enumeration
          HistoryRead   | {"TypeId":"i=647","Body":{"EndTime":"2026-01-01T00:00:00Z","NumValuesPerNode":4000000000}} | 10000
          HistoryRead   | 5                                                               | details
          HistoryUpdate | {"TypeId":"i=647","Body":{}}                                    | ReadRawModifiedDetails
          """)
  void extensionObjectsThatAreNoDetailsAreABadRequest(
      String operation, String details, String words) throws Exception {
    String request = "{\"nodeId\":\"%s\",\"details\":%s}".formatted(SAMPLE, details);

    MethodResult answer = edge.inParts(operation, edge.envelope(request));

    assertThat(answer.status()).as(text(answer)).isEqualTo(400);
    assertThat(text(answer)).contains(words);
  }

  private static String request(String node, String details) {
    return "{\"nodeId\":\"%s\",\"details\":{%s}}".formatted(node, details);
  }

  private static String text(MethodResult answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
