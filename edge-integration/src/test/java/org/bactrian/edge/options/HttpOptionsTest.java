package org.bactrian.edge.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bactrian.patience.Exercises;
import org.bactrian.web.http.HttpLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Exercises(
    options = {
      "BactrianHttpHost",
      "BactrianDisableHttp",
      "BactrianHttpMaxConnections",
      "BactrianHttpHeaderTimeout",
      "BactrianHttpBodyTimeout",
      "BactrianHttpAnswerTimeout",
      "BactrianHttpIdleTimeout",
      "BactrianHttpMaxBodyBytes",
      "BactrianHttpMaxBytesInFlight",
      "BactrianHttpOrigins",
      "ApiKey",
      "DisableOpenApiEndpoint",
      "HttpServerPort",
      "UnsecureHttpServerPort",
      "RenewTlsCertificateOnStartup",
      "MethodTopicTemplate",
      "BactrianHttpClientCa",
      "BactrianHttpRequireClientCertificate",
      "BactrianHttpMaxRequestsPerCaller"
    })
class HttpOptionsTest {

  @Test
  void theHttpApiIsOnLoopbackWithTlsOnlyUnlessTheUserSaysOtherwise() {
    assertThat(read().http())
        .isEqualTo(
            new HttpOptions(
                true,
                "127.0.0.1",
                9072,
                -1,
                "",
                false,
                true,
                HttpLimits.DEFAULT,
                Path.of(""),
                false,
                List.of()));
    assertThat(
            read(
                    "--http-host=0.0.0.0",
                    "-p=443",
                    "--unsecurehttp",
                    "--api-key=k",
                    "--rtc",
                    "--doa",
                    "--disable-http")
                .http())
        .isEqualTo(
            new HttpOptions(
                false,
                "0.0.0.0",
                443,
                9071,
                "k",
                true,
                false,
                HttpLimits.DEFAULT,
                Path.of(""),
                false,
                List.of()));
  }

  @Test
  void whatCallersMayTakeIsSaidInSecondsAndBytes() {
    HttpOptions http =
        read(
                "--http-max-connections=20",
                "--http-max-requests-per-caller=30",
                "--http-header-timeout=5",
                "--http-body-timeout=00:00:30",
                "--http-answer-timeout=40",
                "--http-idle-timeout=90",
                "--http-max-body-bytes=1000",
                "--http-max-bytes-in-flight=9000000000",
                "--http-origins=https://a.example, https://b.example:8443")
            .http();

    assertThat(http.limits())
        .isEqualTo(
            new HttpLimits(
                1000,
                9_000_000_000L,
                20,
                30,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(40),
                Duration.ofSeconds(90)));
    assertThat(http.origins()).containsExactly("https://a.example", "https://b.example:8443");
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.org", "https://a.example/", "https://a.example,b", "null"})
  void anOriginThatNoBrowserSendsIsRefused(String origins) {
    assertThatExceptionOfType(EdgeOptionException.class)
        .isThrownBy(() -> read("--http-origins=" + origins))
        .withMessageContaining("--http-origins")
        .withMessageContaining("such as https://example.org");
  }

  @ParameterizedTest
  @CsvSource({"--unsecurehttp=80, 80", "--unsecurehttp=0, 0", "--unsecurehttp=false, -1"})
  void thePortWithoutTlsMayBeLeftOut(String argument, int port) {
    assertThat(read(argument).http().plainPort()).isEqualTo(port);
  }

  @Test
  void theKeyOfTheHttpApiIsNotPrinted() {
    assertThat(read("--api-key=secret")).asString().doesNotContain("secret");
    assertThatExceptionOfType(EdgeOptionException.class)
        .isThrownBy(() -> read("--api-key= "))
        .withMessageContaining("--api-key is blank");
  }

  @ParameterizedTest
  @CsvSource({
    "'', edge1/methods",
    "--mtt=calls, calls",
    "--mtt={roottopic}/{SiteId}/m/, edge1/hall/m",
    "--rtt=plants/{SiteId}, plants/hall/methods",
    "--mtt={Nonsense}/m, Nonsense/m",
    "--mtt=, ''"
  })
  void theTopicOfMethodsIsMadeFromTemplates(String argument, String topic) {
    TopicTemplates topics = (argument.isEmpty() ? read() : read(argument)).transport().topics();

    assertThat(topics.methodTopic("edge1", "hall")).isEqualTo(topic);
  }

  private static EdgeOptions read(String... arguments) {
    return EdgeOptionsReader.read(List.of(arguments), Map.of()).options();
  }

  @Test
  void certificatesOfClientsAreAskedForWhereTheirAuthorityIsNamed() {
    HttpOptions http =
        read("--http-client-ca=pki/clients", "--http-require-client-certificate").http();

    assertThat(http.clientCa()).isEqualTo(Path.of("pki/clients"));
    assertThat(http.requireClientCertificate()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "--http-require-client-certificate, --api-key=k, --http-client-ca",
    "--http-require-client-certificate, --http-client-ca=a;--unsecurehttp, Leave one of them out"
  })
  void aRequirementThatCannotHoldIsRefused(String required, String others, String message) {
    List<String> arguments = new ArrayList<>(List.of(others.split(";")));
    arguments.add(required);

    assertThatExceptionOfType(EdgeOptionException.class)
        .isThrownBy(() -> read(arguments.toArray(String[]::new)))
        .withMessageContaining(message);
  }
}
