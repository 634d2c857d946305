package org.bactrian.localazure.hub.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwinQueryTest {

  private static final JsonNode PRESS =
      json(
          """
          {"deviceId": "press-1", "etag": "AAAAAAAAAAE=", "status": "enabled",
           "connectionState": "Connected", "version": 3,
           "tags": {"site": "Riga", "floor": 2, "spare": false, "note": "",
             "group": {"name": "north"}, "names": {"en-US": "Press"}, "lines": ["a", "b"]},
           "properties": {
             "desired": {"rate": 1.5, "$version": 7},
             "reported": {"__type__": "OpcPublisher", "mode": null, "$version": 2}}}
          """);

  private static final JsonNode MILL =
      json(
          """
          {"deviceId": "mill-1", "moduleId": "opc", "status": "disabled",
           "connectionState": "Disconnected",
           "tags": {"site": "Oslo", "floor": 5}, "properties": {"desired": {}, "reported": {}}}
          """);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deviceId = 'press-1'",
        "deviceId = \"press-1\"",
        "DeviceId = 'press-1'",
        "deviceId='press-1'AND status='enabled'",
        "status != 'disabled'",
        "status <> 'disabled'",
        "connectionState = 'Connected'",
        "tags.site = 'Riga'",
        "tags.floor = 2",
        "tags.floor = 2.0",
        "tags.floor < 3",
        "tags.floor <= 2",
        "tags.floor > 1",
        "tags.floor > -1",
        "tags.floor >= 2e0",
        "2 = tags.floor",
        "tags.site > 'Oslo'",
        "tags.spare = false",
        "NOT tags.spare",
        "properties.desired.rate = 1.5",
        "properties.desired.$version = 7",
        "properties.reported.__type__ = 'OpcPublisher'",
        "properties.reported.mode = null",
        "tags.[[group]].name = 'north'",
        "tags.names.[[en-US]] = 'Press'",
        "deviceId IN ['mill-1', 'press-1']",
        "deviceId IN ('mill-1', 'press-1')",
        "deviceId NIN ['mill-1']",
        "tags.floor IN [1, 2, 'two']",
        "IS_DEFINED(tags.note)",
        "is_defined(tags.note)",
        "NOT IS_DEFINED(tags.absent)",
        "NOT IS_DEFINED(tags.absent.deeper)",
        "IS_NULL(properties.reported.mode)",
        "IS_STRING(tags.site) AND IS_NUMBER(tags.floor) AND IS_BOOL(tags.spare)",
        "IS_OBJECT(tags.names) AND IS_ARRAY(tags.lines) AND IS_PRIMITIVE(tags.note)",
        "STARTSWITH(deviceId, 'press')",
        "STARTS_WITH(deviceId, 'press')",
        "ENDSWITH(deviceId, '-1') and contains(deviceId, 'ess')",
        "tags.absent = 'x' OR tags.floor = 2",
        "tags.floor = 9 OR tags.floor = 8 OR tags.floor = 2",
        "(tags.floor = 9 OR tags.floor = 2) AND (tags.site = 'Riga')",
        "NOT (tags.floor = 9 AND tags.site = 'Riga')",
        "NOT NOT tags.floor = 2",
      })
  void aConditionThatIsTrueSelectsTheTwin(String condition) {
    assertThat(query(condition).matches(PRESS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deviceId = 'Press-1'",
        "tags.site = 'riga'",
        "tags.Site = 'Riga'",
        "tags.floor != 2",
        "tags.floor > 2",
        "IS_NULL(tags.absent)",
        "IS_DEFINED(tags.absent)",
        "deviceId NIN ['mill-1', 'press-1']",
      })
  void aConditionThatIsFalseDoesNot(String condition) {
    assertThat(query(condition).matches(PRESS)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tags.absent = 'x'",
        "tags.absent != 'x'",
        "tags.absent > 1",
        "tags.absent = null",
        "tags.absent = undefined",
        "tags.absent IN ['x']",
        "tags.absent NIN ['x']",
        "tags.absent",
        "STARTSWITH(tags.absent, 'x')",
        "STARTSWITH(tags.floor, '2')",
        "tags.floor = '2'",
        "tags.floor != '2'",
        "tags.site = true",
        "tags.lines != tags.names",
        "tags.site",
        "tags.absent = 'x' OR tags.floor = 9",
        "tags.absent = 'x' AND tags.floor = 2",
      })
  void anUndefinedConditionSelectsNothingAndNeitherDoesItsOpposite(String condition) {
    assertThat(query(condition).matches(PRESS)).isFalse();
    assertThat(query("NOT (" + condition + ")").matches(PRESS)).isFalse();
  }

  @Test
  void falseDecidesAConjunctionAndTrueADisjunctionWhateverIsUndefined() {
    assertThat(query("NOT (tags.absent = 1 AND tags.floor = 9)").matches(PRESS)).isTrue();
    assertThat(query("tags.absent = 1 OR tags.floor = 2").matches(PRESS)).isTrue();
  }

  @Test
  void andBindsTighterThanOr() {
    assertThat(query("tags.floor = 2 OR tags.floor = 9 AND tags.floor = 8").matches(PRESS))
        .isTrue();
    assertThat(query("(tags.floor = 2 OR tags.floor = 9) AND tags.floor = 8").matches(PRESS))
        .isFalse();
  }

  @Test
  void theWholeTwinIsSelectedByAStar() {
    assertThat(TwinQuery.parse("SELECT * FROM devices").project(PRESS)).isEqualTo(PRESS);
  }

  @Test
  void membersAreNamedByTheirLastPartOrTheirAliasAndLeftOutWhereAbsent() {
    TwinQuery query =
        TwinQuery.parse("SELECT DeviceId, tags.site, tags.floor AS level, tags.gone FROM devices");

    assertThat(query.project(PRESS))
        .isEqualTo(json("{\"deviceId\": \"press-1\", \"site\": \"Riga\", \"level\": 2}"));
  }

  @Test
  void theSourceIsDevicesOrTheirModulesInAnyCase() {
    assertThat(TwinQuery.parse("select * from DEVICES").source()).isEqualTo(QuerySource.DEVICES);
    assertThat(TwinQuery.parse("SELECT * FROM devices.Modules").source())
        .isEqualTo(QuerySource.MODULES);
  }

  @Test
  void countIsOverAllSelectedTwins() {
    TwinQuery query = TwinQuery.parse("SELECT COUNT() AS n FROM devices WHERE tags.floor > 1");

    assertThat(query.isAggregate()).isTrue();
    assertThat(query.run(List.of(PRESS, MILL))).containsExactly(json("{\"n\": 2}"));
    assertThat(query.run(List.of())).containsExactly(json("{\"n\": 0}"));
  }

  @Test
  void aFigureWithoutAnAliasIsNamedByItsPlace() {
    TwinQuery query =
        TwinQuery.parse("SELECT COUNT(), MAX(tags.floor), COUNT(tags.spare) FROM devices");

    assertThat(query.run(List.of(PRESS, MILL)).get(0).toString())
        .isEqualTo("{\"$1\":2,\"$2\":5,\"$3\":1}");
  }

  @Test
  void groupsHaveAFigureEach() {
    TwinQuery query =
        TwinQuery.parse("SELECT tags.site, COUNT() AS n FROM devices GROUP BY tags.site");

    assertThat(query.run(List.of(PRESS, MILL, PRESS)))
        .containsExactly(
            json("{\"site\": \"Riga\", \"n\": 2}"), json("{\"site\": \"Oslo\", \"n\": 1}"));
  }

  @Test
  void figuresOverNumbersLeaveOutWhatIsNone() {
    TwinQuery query =
        TwinQuery.parse(
            "SELECT SUM(tags.floor) AS s, AVG(tags.floor) AS a, MIN(tags.floor) AS i,"
                + " MIN(tags.site) AS none FROM devices");

    assertThat(query.run(List.of(PRESS, MILL, json("{}"))).get(0).toString())
        .isEqualTo("{\"s\":7,\"a\":3.5,\"i\":2}");
  }

  @Test
  void topLimitsTheResults() {
    TwinQuery query = TwinQuery.parse("SELECT TOP 1 deviceId FROM devices");

    assertThat(query.limit()).isEqualTo(1);
    assertThat(query.run(List.of(PRESS, MILL))).containsExactly(json("{\"deviceId\":\"press-1\"}"));
  }

  @Test
  void aBackslashLetsAQuoteStandInAString() {
    JsonNode twin = json("{\"tags\": {\"name\": \"Bob's\"}}");

    assertThat(query("tags.name = 'Bob\\'s'").matches(twin)).isTrue();
  }

  private static TwinQuery query(String condition) {
    return TwinQuery.parse("SELECT * FROM devices WHERE " + condition);
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
