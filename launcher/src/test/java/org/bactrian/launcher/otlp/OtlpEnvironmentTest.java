package org.bactrian.launcher.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.bactrian.web.metrics.CollectorUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpEnvironmentTest {

  private static OtlpSettings settings(String url, Map<String, String> environment) {
    return new OtlpEnvironment(environment)
        .settings(URI.create(url), Duration.ofSeconds(15), true, "edge");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\n"
      })
  void aFileWithoutCertificatesIsNamedAtTheStart(String content, @TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("ca.pem"), content);
    Map<String, String> variables = Map.of("OTEL_EXPORTER_OTLP_CERTIFICATE", file.toString());

    assertThatThrownBy(() -> settings("https://c:4317", variables))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("OTEL_EXPORTER_OTLP_CERTIFICATE")
        .hasMessageContaining(file + "\" holds no certificates");
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_EXPORTER_OTLP_PROTOCOL, http/json",
    "OTEL_EXPORTER_OTLP_COMPRESSION, zip",
    "OTEL_EXPORTER_OTLP_TIMEOUT, 0",
    "OTEL_EXPORTER_OTLP_TIMEOUT, 99999999",
    "OTEL_EXPORTER_OTLP_CERTIFICATE, /no/such/file.pem",
    "OTEL_TRACES_SAMPLER, jaeger_remote",
    "OTEL_RESOURCE_ATTRIBUTES, site"
  })
  void aVariableWithAWrongValueIsNamedWithItsValue(String variable, String value) {
    assertThatThrownBy(() -> settings("http://c:4317", Map.of(variable, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(variable)
        .hasMessageContaining("\"" + value + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", "a b=secret", "a=secret%0d%0aHost: x", "a=secret%zz"})
  void headersThatCannotBeAreRefusedWithoutTheirValues(String headers) {
    assertThatThrownBy(
            () -> settings("http://c:4317", Map.of("OTEL_EXPORTER_OTLP_HEADERS", headers)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("OTEL_EXPORTER_OTLP_HEADERS")
        .hasMessageNotContaining("secret");
  }

  @Test
  void settingsDoNotShowHeaders() {
    OtlpSettings settings =
        settings("http://c:4317", Map.of("OTEL_EXPORTER_OTLP_HEADERS", "key=secret"));

    assertThat(settings.collector().headers()).containsEntry("key", "secret");
    assertThat(settings.toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "http://collector:4317, key=secret, true",
    "http://127.collector:4317, key=secret, true",
    "http://collector:4317, '', false",
    "https://collector:4317, key=secret, false",
    "http://localhost:4317, key=secret, false",
    "http://127.0.0.1:4317, key=secret, false",
    "http://[::1]:4317, key=secret, false",
  })
  void headersAreSecretsThatTheNetworkSeesWithoutTls(String url, String headers, boolean seen) {
    assertThat(
            settings(url, Map.of("OTEL_EXPORTER_OTLP_HEADERS", headers))
                .collector()
                .exposesHeaders())
        .isEqualTo(seen);
  }

  @Test
  void thePortTellsTheProtocolUnlessAVariableDoes() {
    assertThat(settings("http://c:4317", Map.of()).collector().protocol())
        .isEqualTo(OtlpProtocol.GRPC);
    assertThat(settings("http://c:4318", Map.of()).collector().protocol())
        .isEqualTo(OtlpProtocol.HTTP);
    assertThat(
            settings("http://c:4318", Map.of("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"))
                .collector()
                .protocol())
        .isEqualTo(OtlpProtocol.GRPC);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"collector:4317", "ftp://c", "http://", "http://u:secret@c:4317", "http://c/?k=v"})
  void onlyAUrlWithoutCredentialsIsACollector(String url) {
    assertThatThrownBy(() -> CollectorUrl.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://u:secret@c:4317", "u:secret@c:4317", "u:se/secret@c", "ftp://c?k=secret"})
  void aUrlThatIsRefusedIsShownWithoutItsCredentials(String url) {
    assertThat(CollectorUrl.withoutCredentials(url)).doesNotContain("secret").contains("c");
  }
}
