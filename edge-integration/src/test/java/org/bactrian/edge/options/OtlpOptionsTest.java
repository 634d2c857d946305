package org.bactrian.edge.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bactrian.patience.Exercises;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Exercises(options = {"OtlpCollectorEndpoint", "EnableMetrics"})
class OtlpOptionsTest {

  private static final List<String> TRANSPORT = List.of("-t=Null");

  private static ObservabilityOptions read(Map<String, String> environment, String... arguments) {
    List<String> all = Stream.concat(TRANSPORT.stream(), Arrays.stream(arguments)).toList();
    return EdgeOptionsReader.read(all, environment).options().observability();
  }

  @Test
  void withACollectorThereIsAPageOfMetricsOnlyWhereItIsAskedFor() {
    assertThat(read(Map.of()).metrics()).isTrue();
    assertThat(read(Map.of(), "--oc=http://c:4317").metrics()).isFalse();
    assertThat(read(Map.of(), "--oc=http://c:4317", "--em").metrics()).isTrue();
    assertThat(read(Map.of(), "--em=false").metrics()).isFalse();
  }

  @Test
  void variablesThatTheNewestPublisherTakesNameACollector() {
    OtlpOptions options =
        read(Map.of(
                "OTLP_GRPC_METRIC_ENDPOINT", "http://c:4317",
                "OTLP_METRIC_EXPORT_INTERVAL_3P", "5000"))
            .otlp();

    assertThat(options)
        .isEqualTo(new OtlpOptions(URI.create("http://c:4317"), Duration.ofSeconds(5), false));
  }

  @Test
  void theDefaultCanBeWritten() {
    assertThat(read(Map.of(), "--oc=disabled").otlp().endpoint()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "collector:4317",
        "http://u:secret@c:4317",
        "http://c/?key=secret",
        "http://c/#secret",
        "http://c:0",
        "http://c:65536"
      })
  void aWrongUrlIsNamedWithoutCredentials(String url) {
    assertThatThrownBy(() -> read(Map.of(), "--oc=" + url))
        .isInstanceOf(EdgeOptionException.class)
        .hasMessageContaining("Option --oc")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "99", "86400001"})
  void anIntervalHasBounds(String millis) {
    assertThatThrownBy(() -> read(Map.of(), "--oxi=" + millis))
        .isInstanceOf(EdgeOptionException.class)
        .hasMessageContaining("out of range");
  }
}
