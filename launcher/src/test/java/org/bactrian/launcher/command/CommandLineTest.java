package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.bactrian.patience.Exercises;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  @TempDir private Path data;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "demo --help",
        "edge --help",
        "edge -h",
        "simulator --help",
        "local-azure --help",
        "hub --help",
        "hub monitor --help",
        "hub devices --help",
        "hub invoke --help",
        "browse --help",
        "validate --help",
        "bench --help",
        "bench publish --help",
        "bench outbox --help",
        "bench twin --help",
        "bench validator --help"
      })
  void everyCommandHasHelpThatListsItsExitCodes(String arguments) throws Exception {
    CommandRun run = CommandRun.of(arguments.split(" "));

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).anyMatch(line -> line.startsWith("Usage: bactrian"));
    assertThat(run.out()).anyMatch(line -> line.matches(" +160 +.*"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "demo --nonsense",
        "hub",
        "hub invoke a",
        "browse",
        "validate",
        "cloud --origin=example.org",
        "cloud --body-timeout=0"
      })
  void aWrongCommandLineIsSaidInOneLineWithWhereToLook(String arguments) throws Exception {
    CommandRun run = CommandRun.of(arguments.isEmpty() ? new String[0] : arguments.split(" "));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).hasSize(2);
    assertThat(run.err().get(0)).startsWith("bactrian: ");
    assertThat(run.err().get(1)).startsWith("Try: bactrian").endsWith("--help");
  }

  @Test
  void theOptionsOfOpcPublishersContainerNeedACommandBeforeThem() throws Exception {
    CommandRun run = CommandRun.of("-c", "--pf=/mount/published_nodes.json", "--aa");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).anyMatch(line -> line.endsWith("behind: bactrian edge"));
  }

  @Test
  void aWrongValueOfAnOptionOfTheEdgeEndsWithOpcPublishersExitCode() throws Exception {
    CommandRun run = CommandRun.of("edge", "--bs=many", "--data=" + data);

    assertThat(run.exitCode()).isEqualTo(160);
    assertThat(run.err()).singleElement().asString().startsWith("bactrian: Option --bs:");
  }

  @Test
  void theBrokerOfADemoIsThatOfItsEdge() throws Exception {
    CommandRun run =
        CommandRun.of(
            "demo",
            "--mqc=Port=1884",
            "--data=" + data,
            "--mqtt-port=0",
            "--rest-port=0",
            "--amqp-port=0",
            "--keyvault-port=0",
            "--opcua-port=0");

    assertThat(run.exitCode()).isEqualTo(160);
    assertThat(run.err()).singleElement().asString().contains("--mqc", "names no broker");
  }

  @Test
  void aModeAndAnEncodingThatDoNotGoTogetherEndWithOpcPublishersExitCode() throws Exception {
    CommandRun run = CommandRun.of("edge", "/me", "Avro", "--data=" + data);

    assertThat(run.exitCode()).isEqualTo(170);
  }

  @Test
  void anEdgeWithoutHubSaysWhatToDo() throws Exception {
    CommandRun run = CommandRun.of("edge", "--data=" + data);

    assertThat(run.exitCode()).isEqualTo(70);
    assertThat(run.err())
        .singleElement()
        .asString()
        .contains("No IoT Hub is named", "--ec", "local-azure", "-t");
  }

  @Test
  void aFormOfTheLogThatThereIsNotIsRefused() throws Exception {
    CommandRun run = CommandRun.of("simulator", "--log-format=xml", "--data=" + data);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().get(0))
        .containsIgnoringCase("--log-format")
        .containsIgnoringCase("text, json");
  }

  @Test
  void anErrorIsOneLineAndItsTraceIsPrintedWhenAsked() throws Exception {
    CommandRun brief = CommandRun.of("hub", "devices", "--data=" + data);
    CommandRun verbose = CommandRun.of("--verbose", "hub", "devices", "--data=" + data);

    assertThat(brief.exitCode()).isEqualTo(70);
    assertThat(brief.err()).singleElement().asString().contains("There is no local Azure in");
    assertThat(verbose.err()).anyMatch(line -> line.startsWith("\tat org.bactrian"));
  }

  @Test
  void monitoringAHubOfAzureAsksForItsBuiltInEndpoint() throws Exception {
    CommandRun run = CommandRun.of("hub", "monitor", "--login=HostName=x.azure-devices.net");

    assertThat(run.exitCode()).isEqualTo(70);
    assertThat(run.err()).singleElement().asString().contains("with --event-hub");
  }

  @Test
  void aShellCompletesCommandsAndTheOptionsOfTheEdge() throws Exception {
    CommandRun run = CommandRun.of("completion");

    assertThat(run.exitCode()).isZero();
    assertThat(String.join("\n", run.out()))
        .contains("complete ", "local-azure", "--mm", "--publishfile");
  }

  @Test
  @Exercises(options = {"help", "help-env", "help-mm"})
  void theHelpOfTheEdgeIsGroupedAndNamesVariablesAndModes() throws Exception {
    assertThat(String.join("\n", CommandRun.of("edge", "--help").out()))
        .containsSubsequence("\nMessages\n", "--mm", "\nTransports\n", "--dmt", "\nCertificates\n");
    assertThat(String.join("\n", CommandRun.of("edge", "--help-env").out()))
        .contains("PublishedNodesFile", "BACTRIAN_DATA");
    assertThat(String.join("\n", CommandRun.of("edge", "--help-mm").out())).contains("PubSub, ");
  }
}
