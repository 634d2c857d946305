package org.bactrian.edge.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoorOptionsTest {

  @Test
  void theHttpApiIsOnLoopbackWithTlsOnlyUnlessTheUserSaysOtherwise() {
    assertThat(read().http())
        .isEqualTo(new HttpOptions(true, "127.0.0.1", 9071, -1, "", false, true));
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
        .isEqualTo(new HttpOptions(false, "0.0.0.0", 443, 9072, "k", true, false));
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
