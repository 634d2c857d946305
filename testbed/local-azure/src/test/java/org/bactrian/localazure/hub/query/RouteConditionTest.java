package org.bactrian.localazure.hub.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.bactrian.localazure.hub.routing.HubRoute;
import org.bactrian.localazure.hub.routing.RouteSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions of message routes. */
class RouteConditionTest {

  private static final String MESSAGE =
      "{\"$contentType\":\"application/json\",\"level\":\"hot\",\"iothub-message-schema\":\"x\","
          + "\"$$ContentType\":\"y\",\"$twin\":{\"tags\":{\"Site\":\"north\"}},"
          + "\"$body\":{\"Weather\":{\"Days\":[{\"Max\":20},{\"Max\":31.5}],\"IsDry\":true}}}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "level = 'hot'",
        "LEVEL = 'hot' AND $CONTENTTYPE = 'application/json'",
        "iothub-message-schema = 'x'",
        "$$ContentType IN ['y', 'z']",
        "$body.weather.days[1].max > 31",
        "$body.Weather.IsDry AND NOT $body.Weather.Days[0].Max > 25",
        "is_defined($twin.tags.site) OR nothing = 'here'",
        "STARTS_WITH($twin.tags.Site, 'no')",
        "level <> 'cold'"
      })
  void conditionsThatHold(String condition) throws Exception {
    assertThat(RouteCondition.parse(condition).matches(message())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "false",
        "level = 'cold'",
        "missing = 'x'",
        "missing != 'x'",
        "level > 3",
        "$body.weather.days[7].max > 1",
        "$body.weather = 'rain'"
      })
  void conditionsThatDoNotHoldOrAreUndefined(String condition) throws Exception {
    assertThat(RouteCondition.parse(condition).matches(message())).isFalse();
  }

  @Test
  void aConditionThatCannotBeReadIsNamedWithItsRouteAndPlace() {
    assertThatThrownBy(
            () -> new HubRoute("hot", RouteSource.DEVICE_MESSAGES, "level = 'hot' level", "orders"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Route hot")
        .hasMessageContaining("character 15")
        .hasMessageContaining("Join conditions with AND or OR");
  }

  private static JsonNode message() throws Exception {
    return RouteCondition.folded(new ObjectMapper().readTree(MESSAGE));
  }
}
