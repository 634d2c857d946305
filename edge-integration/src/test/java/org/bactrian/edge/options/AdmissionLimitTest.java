package org.bactrian.edge.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.model.setting.AdmissionLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionLimitTest {

  private final CamelContext context = new DefaultCamelContext();

  @Test
  void theFileOfSettingsListsEveryLimitWithItsDefault() throws Exception {
    Properties written = new Properties();
    String file = Files.readString(Path.of("../config/edge.properties"), StandardCharsets.UTF_8);
    try (Reader uncommented = new StringReader(file.replaceAll("(?m)^#bactrian", "bactrian"))) {
      written.load(uncommented);
    }
    written.keySet().removeIf(name -> !name.toString().startsWith("bactrian.limits."));

    assertThat(written)
        .containsExactlyInAnyOrderEntriesOf(
            Arrays.stream(AdmissionLimit.values())
                .collect(
                    Collectors.<AdmissionLimit, Object, Object>toMap(
                        AdmissionLimit::property, limit -> Integer.toString(limit.usual()))));
  }

  @Test
  void aPropertySetsALimitAndTheOthersStayAsTheyAre() {
    context.getPropertiesComponent().addInitialProperty("bactrian.limits.discoveries", " 7 ");

    assertThat(AdmissionLimit.DISCOVERIES.in(context)).isEqualTo(7);
    assertThat(AdmissionLimit.METHODS.in(context)).isEqualTo(2_048);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "many", "", "9999999999"})
  void anEdgeDoesNotStartWithALimitThatIsNone(String text) {
    context.getPropertiesComponent().addInitialProperty("bactrian.limits.requests", text);

    assertThatThrownBy(() -> AdmissionLimit.check(context))
        .hasMessageContaining("bactrian.limits.requests is \"" + text + "\". Write a number");
  }
}
