package org.bactrian.deploy.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The dashboards themselves; {@code ContainersTest} holds their queries against real metrics. */
class DashboardTest {

  private static final String PAGE =
      """
      # TYPE bactrian_a_total counter
      bactrian_a_total{endpoint="opc.tcp://x"} 1.0
      bactrian_b 2.0
      """;

  @Test
  void aQueryForWhatIsNotThereIsFound() {
    assertThat(
            DashboardQueries.unanswered(
                List.of(
                    "sum by (endpoint, job) (rate(bactrian_a_total[1m]))",
                    "bactrian_a_total{endpoint=~\"x\"} / bactrian_c",
                    "sum by (device) (bactrian_b)",
                    "up"),
                List.of(PAGE)))
        .containsExactly(
            "bactrian_c in bactrian_a_total{endpoint=~\"x\"} / bactrian_c",
            "endpoint of bactrian_c in bactrian_a_total{endpoint=~\"x\"} / bactrian_c",
            "device of bactrian_b in sum by (device) (bactrian_b)",
            "no metric in up");
  }

  @Test
  void everyPanelHasATitleADescriptionAndAPlaceOfItsOwn() throws Exception {
    for (Path file : DashboardQueries.files()) {
      JsonNode dashboard = new ObjectMapper().readTree(file.toFile());

      assertThat(dashboard.path("uid").asText()).isNotEmpty();
      Set<String> places = new HashSet<>();
      Set<Integer> ids = new HashSet<>();
      for (JsonNode panel : dashboard.path("panels")) {
        assertThat(panel.path("title").asText()).isNotEmpty();
        assertThat(ids.add(panel.path("id").asInt())).as(panel.path("title").asText()).isTrue();
        assertThat(places.add(panel.at("/gridPos/x") + "," + panel.at("/gridPos/y")))
            .as(panel.path("title").asText())
            .isTrue();
        assertThat(panel.at("/gridPos/x").asInt() + panel.at("/gridPos/w").asInt())
            .isLessThanOrEqualTo(24);
        if (!panel.path("type").asText().equals("row")) {
          assertThat(panel.path("description").asText()).endsWith(".");
          assertThat(panel.path("targets")).isNotEmpty();
          assertThat(panel.findValuesAsText("uid")).containsOnly("${datasource}");
        }
      }
    }
  }
}
