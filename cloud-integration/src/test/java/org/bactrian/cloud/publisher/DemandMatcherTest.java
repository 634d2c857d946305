package org.bactrian.cloud.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bactrian.cloud.publisher.contract.Demand;
import org.bactrian.cloud.publisher.contract.DemandOperator;
import org.bactrian.model.registry.RegistryJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DemandMatcherTest {

  static Stream<JsonNode> rows() {
    return StreamSupport.stream(GoldenJobs.FACTS.at("/matching/rows").spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aPublisherMeetsTheDemandsThatItMetInVersion28(JsonNode row) {
    Map<String, String> capabilities = new TreeMap<>();
    row.path("capabilities")
        .properties()
        .forEach(each -> capabilities.put(each.getKey(), each.getValue().asText()));
    List<Demand> demands =
        row.path("demands").isArray()
            ? List.of(RegistryJson.read(row.path("demands"), Demand[].class))
            : List.of();

    assertThat(new DemandMatcher(capabilities).meets(demands))
        .isEqualTo(row.path("match").asBoolean());
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aPatternThatBacktrackingWouldNeverEndIsMatchedAtOnce() {
    DemandMatcher matcher = new DemandMatcher(Map.of("Name", "a".repeat(300)));

    long start = System.nanoTime();
    boolean met = matcher.meets(List.of(match("(a+)+$b"), match("(a|aa)+$")));

    assertThat(met).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aPatternThatIsNoneIsMetByNobody() {
    DemandMatcher matcher = new DemandMatcher(Map.of("Name", "a"));

    assertThat(matcher.meets(List.of(match("(")))).isFalse();
    assertThat(matcher.meets(List.of(match("a|".repeat(400))))).isFalse();
  }

  private static Demand match(String pattern) {
    return new Demand("Name", DemandOperator.Match, pattern);
  }
}
