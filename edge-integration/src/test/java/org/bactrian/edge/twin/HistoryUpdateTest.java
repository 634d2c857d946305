package org.bactrian.edge.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Histories that are changed, each test in a day of its own. */
class HistoryUpdateTest {

  private static final String PLANT = "nsu=urn:bactrian:plant;s=";
  private static final String LOG = PLANT + "History/Log";
  private static final String FILLER = PLANT + "Line1/Filler";

  @TempDir static Path folder;
  private static Simulator plant;
  private static TwinEdge edge;
  private static int days;
  private String day;

  @BeforeAll
  static void start() throws Exception {
    plant =
        Simulator.start(
            SimulatorSettings.in(folder.resolve("plant"))
                .withPort(0)
                .withPlantRate(Duration.ofMillis(20)));
    edge = TwinEdge.start(folder.resolve("edge"), plant.endpointUrl());
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
    plant.close();
  }

  @BeforeEach
  void beginADay() {
    days++;
    day = "2026-05-%02d".formatted(days);
  }

  @Test
  void valuesAreInserted() throws Exception {
    assertThat(results(write("Insert", 77))).isEqualTo("10 Good");

    assertThat(read().path("history").findValuesAsText("value")).containsOnly("77").hasSize(10);
    assertThat(results(write("Insert", 77))).isEqualTo("10 BadEntryExists");
  }

  @Test
  void valuesAreInsertedOrReplacedAtOnce() throws Exception {
    assertThat(results(write("Upsert", 5))).isEqualTo("10 Good");
    assertThat(read().path("history").findValuesAsText("value")).containsOnly("5").hasSize(10);

    assertThat(results(write("Upsert", 99))).isEqualTo("10 Good");
    assertThat(read().path("history").findValuesAsText("value")).containsOnly("99").hasSize(10);
    assertThat(changes().findValuesAsText("value")).containsOnly("5");
  }

  @Test
  void valuesAreReplacedWhereThereAreSome() throws Exception {
    assertThat(results(write("Replace", 1))).isEqualTo("10 BadNoEntryExists");

    write("Insert", 1);
    assertThat(results(write("Replace", 2))).isEqualTo("10 Good");
    assertThat(kinds()).isEqualTo("10 Insert, 10 Replace");
  }

  @Test
  void valuesOfARangeAreDeletedAndTheirChangesKept() throws Exception {
    write("Insert", 1);

    JsonNode deleted = edge.ask("HistoryDeleteValues", request(range()));

    assertThat(deleted.path("results").isArray()).isTrue();
    assertThat(deleted.path("results")).isEmpty();
    assertThat(symbol(read())).isEqualTo("GoodNoData");
    assertThat(read().path("history").isArray()).isTrue();
    assertThat(kinds()).isEqualTo("10 Delete, 10 Insert");
  }

  @Test
  void changesAreForgottenAndTheirValuesKept() throws Exception {
    write("Insert", 1);

    JsonNode deleted = edge.ask("HistoryDeleteModifiedValues", request(range()));

    assertThat(deleted.path("results")).isEmpty();
    assertThat(changes().path("history")).isEmpty();
    assertThat(symbol(changes())).isEqualTo("GoodNoData");
    assertThat(read().path("history")).hasSize(10);
  }

  @Test
  void valuesAreDeletedAtTimes() throws Exception {
    String first = "\"reqTimes\":[\"" + day + "T08:00:00Z\"]";
    write("Insert", 1);

    assertThat(results(edge.ask("HistoryDeleteValuesAtTimes", request(first)))).isEqualTo("1 Good");
    assertThat(results(edge.ask("HistoryDeleteValuesAtTimes", request(first))))
        .isEqualTo("1 BadNoEntryExists");
    assertThat(read().path("history")).hasSize(9);
    assertThat(kinds()).isEqualTo("1 Delete, 10 Insert");
  }

  @Test
  void aValueIsWrittenInTheTypeOfItsNodeOrTheOneThatItNames() throws Exception {
    String values = "\"values\":[{\"value\":\"12\",\"sourceTimestamp\":\"%sT08:00:00Z\"%s}]";

    edge.ask("HistoryInsertValues", request(values.formatted(day, "")));
    assertThat(read().at("/history/0/dataType").asText()).isEqualTo("Int32");
    edge.ask("HistoryReplaceValues", request(values.formatted(day, ",\"dataType\":\"Double\"")));
    assertThat(read().at("/history/0/dataType").asText()).isEqualTo("Double");
    assertThat(
            edge.inParts(
                    "HistoryInsertValues",
                    edge.envelope(request(values.formatted(day, "").replace("12", "twelve"))))
                .status())
        .isEqualTo(400);
  }

  @Test
  void version28ChangesHistoryByExtensionObjects() throws Exception {
    String details =
        """
        {"TypeId": "i=680", "Encoding": "Json", "Body": {"NodeId": "%s", "PerformInsertReplace": 1,
          "UpdateValues": [{"Value": {"Type": "Int32", "Body": 4},
                            "SourceTimestamp": "%sT08:00:00Z"}]}}
        """;

    JsonNode inserted =
        edge.ask("HistoryUpdate", "{\"details\":%s}".formatted(details.formatted(LOG, day)));
    JsonNode redirected =
        edge.ask(
            "HistoryUpdate",
            "{\"nodeId\":\"i=2258\",\"details\":%s}".formatted(details.formatted(LOG, day)));

    assertThat(results(inserted)).isEqualTo("1 Good");
    assertThat(read().at("/history/0/value").asInt()).isEqualTo(4);
    assertThat(redirected.has("errorInfo")).isTrue();
  }

  @Test
  void alarmsOfTheMachineAreReadByTypeAndFields() throws Exception {
    String details =
        """
        "startTime": "2026-01-01T00:00:00Z", "endTime": "2099-01-01T00:00:00Z", "numEvents": 100,
        "filter": {
          "selectClauses": [
            {"typeDefinitionId": "i=2041", "browsePath": ["Message"]},
            {"typeDefinitionId": "i=2041", "browsePath": ["Severity"]},
            {"typeDefinitionId": "i=2915", "browsePath": ["ActiveState", "Id"]}],
          "whereClause": {"elements": [
            {"filterOperator": "And", "filterOperands": [{"index": 1}, {"index": 2}]},
            {"filterOperator": "OfType", "filterOperands": [{"value": "i=2915"}]},
            {"filterOperator": "GreaterThan", "filterOperands": [
              {"nodeId": "i=2041", "browsePath": ["Severity"]}, {"value": 500}]}]}}
        """;
    String request = "{\"nodeId\":\"%s\",\"details\":{%s}}".formatted(FILLER, details);

    await().until(() -> !edge.ask("HistoryReadEvents", request).path("history").isEmpty());
    JsonNode fields = edge.ask("HistoryReadEvents", request).at("/history/0/eventFields");

    assertThat(fields.at("/0/Text").asText(fields.at("/0").asText())).contains("Above the limit");
    assertThat(fields.path(1).asInt()).isEqualTo(700);
    assertThat(fields.path(2).asBoolean()).isTrue();
  }

  @Test
  void eventsAreInsertedReplacedReadAndDeleted() throws Exception {
    String filter =
        "\"filter\":{\"selectClauses\":[{\"browsePath\":[\"EventId\"]},{\"browsePath\":[\"Time\"]},"
            + "{\"browsePath\":[\"Severity\"]}]}";
    String event =
        filter
            + ",\"events\":[{\"eventFields\":[{\"Type\":\"ByteString\",\"Body\":\"AQIDBA==\"},"
            + "{\"Type\":\"DateTime\",\"Body\":\""
            + day
            + "T08:00:00Z\"},{\"Type\":\"UInt16\",\"Body\":%d}]}]";

    assertThat(results(events("HistoryReplaceEvents", event.formatted(1))))
        .isEqualTo("1 BadNoEntryExists");
    assertThat(results(events("HistoryInsertEvents", event.formatted(1)))).isEqualTo("1 Good");
    assertThat(results(events("HistoryInsertEvents", event.formatted(1))))
        .isEqualTo("1 BadEntryExists");
    assertThat(results(events("HistoryUpsertEvents", event.formatted(300)))).isEqualTo("1 Good");
    JsonNode read = events("HistoryReadEvents", range() + "," + filter);
    assertThat(read.at("/history/0/eventFields/0").asText()).isEqualTo("AQIDBA==");
    assertThat(read.at("/history/0/eventFields/2").asInt()).isEqualTo(300);
    assertThat(results(events("HistoryDeleteEvents", "\"eventIds\":[\"AQIDBA==\"]")))
        .isEqualTo("1 Good");
    assertThat(symbol(events("HistoryReadEvents", range()))).isEqualTo("GoodNoData");
  }

  private JsonNode events(String operation, String details) throws Exception {
    return edge.ask(operation, "{\"nodeId\":\"%s\",\"details\":{%s}}".formatted(FILLER, details));
  }

  private JsonNode write(String kind, int value) throws Exception {
    String values =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    "{\"dataType\":\"Int32\",\"value\":%d,\"sourceTimestamp\":\"%sT08:0%d:00Z\"}"
                        .formatted(value, day, i))
            .collect(Collectors.joining(","));
    return edge.ask("History" + kind + "Values", request("\"values\":[" + values + "]"));
  }

  private JsonNode read() throws Exception {
    return edge.ask("HistoryReadValues", request(range()));
  }

  private JsonNode changes() throws Exception {
    return edge.ask("HistoryReadModifiedValues", request(range()));
  }

  /** Kinds of changes and how many there are of each. */
  private String kinds() throws Exception {
    return counted(changes().findValuesAsText("updateType"));
  }

  private static String results(JsonNode answer) {
    return counted(answer.path("results").findValuesAsText("symbolicId"));
  }

  private static String counted(List<String> names) {
    return names.stream()
        .distinct()
        .sorted()
        .map(name -> names.stream().filter(name::equals).count() + " " + name)
        .collect(Collectors.joining(", "));
  }

  private String range() {
    return "\"startTime\":\"%sT00:00:00Z\",\"endTime\":\"%sT23:00:00Z\"".formatted(day, day);
  }

  private static String request(String details) {
    return "{\"nodeId\":\"%s\",\"details\":{%s}}".formatted(LOG, details);
  }

  private static String symbol(JsonNode answer) {
    return answer.at("/errorInfo/symbolicId").asText();
  }
}
