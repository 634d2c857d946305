package org.bactrian.localazure.hub.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.stream.Stream;
import org.bactrian.patience.FuzzInputs;
import org.junit.jupiter.params.provider.MethodSource;

/** Queries of twins and conditions of routes. */
class QueryFuzzTest {

  static Stream<byte[]> queries() {
    return FuzzInputs.utf8(
        "SELECT * FROM devices WHERE tags.a = 'x' AND NOT is_defined(properties.reported.[[b]])",
        "SELECT TOP 2 deviceId, COUNT() AS n FROM devices.modules WHERE a IN ['1', 2] GROUP BY a",
        "select deviceId from devices where (a <> 1.5e3 or b >= true) and startswith(c, 'd')",
        "SELECT * FROM devices WHERE a[0].b != null",
        "SELECT '");
  }

  @MethodSource("queries")
  @FuzzTest
  void aQueryIsReadOrRefused(byte[] input) {
    try {
      assertThat(new TwinQueryParser(FuzzInputs.text(input)).query()).isNotNull();
    } catch (QueryException e) {
      assertThat(e.getMessage()).contains("character");
    }
  }

  static Stream<byte[]> conditions() {
    return FuzzInputs.utf8(
        "$contentType = 'application/json' AND level > '2'",
        "iothub-message-schema = 'a' OR $body.x.y[1] < 3",
        "$twin.tags.a = b OR true",
        "a OR b AND NOT c");
  }

  @MethodSource("conditions")
  @FuzzTest
  void aConditionIsReadAndAskedOrRefused(byte[] input) throws JsonProcessingException {
    JsonNode message =
        RouteCondition.folded(
            new ObjectMapper().readTree("{\"level\":\"3\",\"$body\":{\"x\":{\"y\":[1,2]}}}"));
    try {
      RouteCondition condition = RouteCondition.parse(FuzzInputs.text(input));
      assertThat(condition.matches(message)).isEqualTo(condition.matches(message));
    } catch (QueryException e) {
      assertThat(e.getMessage()).contains("character");
    }
  }
}
