package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.bactrian.launcher.otlp.OtlpSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class CloudOtlpOptionsTest {

  /** Command that has nothing but the options. */
  @Command
  private static final class Bare {
    @Mixin private CloudOtlpOptions otlp;
  }

  private static @Nullable OtlpSettings settings(
      Map<String, String> environment, String... arguments) {
    Bare bare = new Bare();
    new CommandLine(bare).parseArgs(arguments);
    return bare.otlp.settings(environment);
  }

  @Test
  void nothingIsExportedUnlessACollectorIsNamed() {
    assertThat(settings(Map.of(), "--otlp-traces")).isNull();
  }

  @Test
  void optionsAndVariablesMakeTheExport() {
    OtlpSettings settings =
        settings(
            Map.of("OTEL_RESOURCE_ATTRIBUTES", "site=hall"),
            "--otlp-endpoint=https://collector",
            "--otlp-traces",
            "--otlp-interval=5000");

    assertThat(settings.collector().endpoint()).hasHost("collector");
    assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.traces()).isTrue();
    assertThat(settings.resource())
        .containsEntry("service.name", "bactrian-cloud")
        .containsEntry("site", "hall");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--otlp-endpoint=collector:4317", "--otlp-endpoint=http://u:secret@c"})
  void aWrongUrlIsNamedWithoutCredentials(String option) {
    assertThatThrownBy(() -> settings(Map.of(), option))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("--otlp-endpoint")
        .hasMessageNotContaining("secret");
  }

  @Test
  void anIntervalHasBounds() {
    assertThatThrownBy(
            () -> settings(Map.of(), "--otlp-endpoint=http://c:4317", "--otlp-interval=99"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("--otlp-interval: 99 is out of range");
  }
}
