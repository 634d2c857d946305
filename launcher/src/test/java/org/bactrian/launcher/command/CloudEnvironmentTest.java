package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What a container says by its environment alone. */
class CloudEnvironmentTest {

  @Test
  void everyOptionOfTheCloudHasAVariableOfItsOwn() {
    List<OptionSpec> options = CloudEnvironment.options(cloud().getCommandSpec());

    assertThat(options).hasSizeGreaterThan(15);
    assertThat(options)
        .flatExtracting(CloudEnvironment::variables)
        .doesNotHaveDuplicates()
        .contains("BACTRIAN_DATABASE", "BACTRIAN_OIDC_ISSUER", "BACTRIAN_MAX_CONNECTIONS")
        .doesNotContain("BACTRIAN_PORT");
  }

  @Test
  void groupsOfOptionsAreTakenFromTheEnvironment() {
    CommandLine.ParseResult parsed =
        parse(
            Map.of(
                "BACTRIAN_DATABASE", "jdbc:postgresql://database/bactrian",
                "BACTRIAN_DATABASE_USER", "bactrian",
                "BACTRIAN_MANAGEMENT_HOST", "0.0.0.0",
                "BACTRIAN_ORIGIN", "https://a.example,https://b.example",
                "PCS_IOTHUB_CONNSTRING", "HostName=hub"),
            "cloud");

    assertThat(parsed.<String>matchedOptionValue("--database", ""))
        .isEqualTo("jdbc:postgresql://database/bactrian");
    assertThat(parsed.<String>matchedOptionValue("--management-host", "")).isEqualTo("0.0.0.0");
    assertThat(parsed.<List<String>>matchedOptionValue("--origin", List.of()))
        .containsExactly("https://a.example", "https://b.example");
    assertThat(parsed.<String>matchedOptionValue("--login", "")).isEqualTo("HostName=hub");
  }

  @Test
  void theCommandLineOverridesTheEnvironment() {
    CommandLine.ParseResult parsed =
        parse(
            Map.of("BACTRIAN_HTTP_PORT", "1", "BACTRIAN_HTTP_HOST", "0.0.0.0"),
            "cloud",
            "--port=2",
            "--host",
            "127.0.0.1");

    assertThat(parsed.<Integer>matchedOptionValue("--port", 0)).isEqualTo(2);
    assertThat(parsed.<String>matchedOptionValue("--host", "")).isEqualTo("127.0.0.1");
  }

  @Test
  void anEmptyVariableIsNone() {
    CommandLine.ParseResult parsed = parse(Map.of("BACTRIAN_HTTP_PORT", ""), "cloud");

    assertThat(parsed.hasMatchedOption("--port")).isFalse();
  }

  @Test
  void otherCommandsAreLeftAlone() {
    CommandLine commandLine = BactrianCommand.commandLine();

    assertThat(
            new CloudEnvironment(Map.of("BACTRIAN_HTTP_PORT", "1")).complete(commandLine, "demo"))
        .containsExactly("demo");
  }

  @Test
  void aWrongValueNamesItsVariable() {
    CloudEnvironment environment = new CloudEnvironment(Map.of("BACTRIAN_HTTP_PORT", "eighty"));
    StringWriter err = new StringWriter();
    CommandLine commandLine =
        BactrianCommand.commandLine()
            .setErr(new PrintWriter(err, true))
            .setParameterExceptionHandler(new UsageErrorHandler(environment));

    assertThat(commandLine.execute(environment.complete(commandLine, "cloud")))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .contains("--port", "eighty", "(from the environment variable BACTRIAN_HTTP_PORT)");
  }

  private static CommandLine.ParseResult parse(
      Map<String, String> environment, String... arguments) {
    CommandLine commandLine = BactrianCommand.commandLine();
    String[] complete = new CloudEnvironment(environment).complete(commandLine, arguments);
    return commandLine.parseArgs(complete).subcommand();
  }

  private static CommandLine cloud() {
    return BactrianCommand.commandLine("cloud").getSubcommands().get("cloud");
  }
}
