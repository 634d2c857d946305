package org.bactrian.edge.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bactrian.patience.Exercises;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms of options on the command line, in the environment and in a file, and wrong ones. */
@Exercises(
    options = {
      "BactrianConfig",
      "PublishedNodesFile",
      "BatchSize",
      "BatchTriggerInterval",
      "EnableRoutingInfo",
      "AutoAcceptUntrustedCertificates",
      "FetchOpcNodeDisplayName",
      "SiteId",
      "DefaultQueueSize",
      "LogLevel"
    })
class OptionSyntaxTest {

  @ParameterizedTest
  @ValueSource(strings = {"-pf=a.json", "--pf=a.json", "/pf=a.json", "--pf:a.json", "-f:a.json"})
  void aNameHasThreePrefixesAndItsValueTwoSeparators(String argument) {
    assertThat(read(argument).publishedNodes().file()).isEqualTo(Path.of("a.json"));
  }

  @Test
  void aValueMayBeTheNextArgument() {
    EdgeOptions options = read("--pf", "/etc/nodes.json", "--bs", "7");

    assertThat(options.publishedNodes().file()).isEqualTo(Path.of("/etc/nodes.json"));
    assertThat(options.messages().batch().trigger().batchSize()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({
    "--ri, true",
    "--ri=True, true",
    "--ri:false, false",
    "--ri=0, false",
    "--EnableRoutingInfo=yes, true"
  })
  void aSwitchTakesAValueOnlyBehindASeparator(String argument, boolean expected) {
    assertThat(read(argument).messages().format().routingInfo()).isEqualTo(expected);
  }

  @Test
  void aSwitchTakesTheNextArgumentWhenItIsABooleanAsIn28() {
    EdgeOptionsReader.Result result =
        EdgeOptionsReader.read(List.of("--aa", "false", "--fd", "--strict"), Map.of());

    assertThat(result.options().pki().checks().autoAccept()).isFalse();
    assertThat(result.options().monitoring().fetchDisplayName()).isTrue();
    assertThat(result.warnings()).isEmpty();
  }

  @Test
  void theCommandLineOverridesTheEnvironmentAndThatTheFile(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("edge.properties");
    Files.writeString(file, "BatchSize=1\nDefaultQueueSize=2\nSiteId=file\n");

    EdgeOptions options =
        EdgeOptionsReader.read(
                List.of("--config", file.toString(), "--bs=3"),
                Map.of("BatchSize", "4", "DefaultQueueSize", "5"))
            .options();

    assertThat(options.messages().batch().trigger().batchSize()).isEqualTo(3);
    assertThat(options.monitoring().queueSize()).isEqualTo(5);
    assertThat(options.messages().siteId()).isEqualTo("file");
  }

  @ParameterizedTest
  @CsvSource({
    "--bi=2500, 2500",
    "--si=3, 3000",
    "--bi=00:00:04, 4000",
    "--bi=00:00:00.5, 500",
    "--si=1.00:00:00, 86400000"
  })
  void aDurationIsANumberInTheOptionsUnitOrHoursMinutesAndSeconds(String argument, long millis) {
    assertThat(read(argument).messages().batch().trigger().interval())
        .isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void anUnknownOptionIsAWarningAndNoError() {
    EdgeOptionsReader.Result result =
        EdgeOptionsReader.read(List.of("--nonsense=5", "--bs=3"), Map.of());

    assertThat(result.warnings()).containsExactly("Unknown, ignored: --nonsense");
    assertThat(result.options().messages().batch().trigger().batchSize()).isEqualTo(3);
  }

  @Test
  void whatHasNoEffectIsNamedInOneWarningEach() {
    EdgeOptionsReader.Result result =
        EdgeOptionsReader.read(
            List.of("--rf", "--tc=x", "--ocl=secret"), Map.of("ScaleTestCount", "2"));

    assertThat(result.warnings())
        .containsExactly(
            "Without effect since OPC Publisher 2.8, ignored: --rf --tc",
            "--ocl has no effect: a channel lives as long as its session; --otl says when its token is"
                + " renewed",
            "Environment variable ScaleTestCount has no effect: ./bactrian simulator --nodes makes"
                + " load");
  }

  @ParameterizedTest
  @CsvSource({
    "--bs=many, \"many\" is not a whole number",
    "--bs=-1, \"-1\" is out of range",
    "--ms=10, \"10\" is below 1024 bytes",
    "--bi=5 s, \"5 s\" is no duration",
    "--mm=Nonsense, \"Nonsense\" is unknown. Write one of PubSub",
    "--ri=maybe, \"maybe\" is not a boolean",
    "--ll=Loud, \"Loud\" is unknown",
    "--management-port=70000, \"70000\" is out of range"
  })
  void aBadValueEndsWithExitCode160AndNamesTheOption(String argument, String message) {
    assertThatExceptionOfType(EdgeOptionException.class)
        .isThrownBy(() -> read(argument))
        .withMessageContaining("Option " + argument.substring(0, argument.indexOf('=')))
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(160));
  }

  @Test
  void anOptionWithoutItsValueEndsWithExitCode160() {
    EdgeOptionException failure =
        catchThrowableOfType(EdgeOptionException.class, () -> read("--pf"));

    assertThat(failure).hasMessage("Option --pf needs a value");
    assertThat(failure.exitCode()).isEqualTo(160);
  }

  private static EdgeOptions read(String... arguments) {
    return EdgeOptionsReader.read(List.of(arguments), Map.of()).options();
  }
}
