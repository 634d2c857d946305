package org.bactrian.edge.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bactrian.web.http.HttpLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpOptionsTest {

  @Test
  void theHttpApiIsOnLoopbackWithTlsOnlyUnlessTheUserSaysOtherwise() {
    assertThat(read().http())
        .isEqualTo(
            new HttpOptions(
                true, "127.0.0.1", 9072, -1, "", false, true, HttpLimits.DEFAULT, List.of()));
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
                false, "0.0.0.0", 443, 9071, "k", true, false, HttpLimits.DEFAULT, List.of()));
  }

  @Test
  void whatCallersMayTakeIsSaidInSecondsAndBytes() {
    HttpOptions http =
        read(
                "--http-max-connections=20",
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
}
