package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Terminal output of {@code ./bactrian demo}. */
class DemoTerminalTest {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Pattern TELEMETRY = Pattern.compile("Line\\d +[\\w, ]+ +\\w+=\\S+.*");

  /**
   * Comes before the values of its writer, and after those of others where the start takes long.
   */
  private static final Pattern DESCRIPTION =
      Pattern.compile("Line\\d +\\w+ +describes its fields: [\\w, ]+");

  @TempDir private static Path data;
  private static CommandRun demo;

  @BeforeAll
  static void startDemo() {
    demo =
        CommandRun.startInTerminal(
            "demo",
            "--data=" + data,
            "--mqtt-port=0",
            "--rest-port=0",
            "--amqp-port=0",
            "--keyvault-port=0",
            "--opcua-port=0",
            "--management-port=0",
            "--port=0",
            "--edge-port=0",
            "--cloud-management-port=0");
    await()
        .atMost(PATIENCE)
        .until(() -> !demo.isRunning() || demo.out().stream().anyMatch(DemoTerminalTest::isValue));
    assertThat(demo.isRunning()).as("running, else %s", demo.out()).isTrue();
  }

  @AfterAll
  static void stopDemo() {
    demo.close();
  }

  @Test
  void addressesAndCommandsComeBeforeTelemetryOfWhichEachMessageIsAShortLine() {
    List<String> lines = demo.out();
    int telemetry =
        lines.indexOf(lines.stream().filter(DemoTerminalTest::isValue).findFirst().get());

    String start = String.join("\n", lines.subList(0, telemetry));
    assertThat(start)
        .containsPattern("plant +opc\\.tcp://localhost:\\d+")
        .containsPattern("edge +https://localhost:\\d+/")
        .containsPattern("cloud +http://localhost:\\d+/")
        .contains("curl -s --cacert", "./bactrian token --data", "./bactrian hub devices --data");
    assertThat(lines.subList(telemetry, lines.size()))
        .allMatch(line -> line.length() < 160)
        .allMatch(line -> isValue(line) || DESCRIPTION.matcher(line).matches());
  }

  @Test
  void theFirstCommandReadsAValueOfThePlantWhenItIsPasted() throws Exception {
    String command =
        demo.out().stream().filter(line -> line.contains("curl -s --cacert")).findFirst().get();
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")) && hasCurl(), "bash and curl are needed");

    JsonNode answer = new ObjectMapper().readTree(pasted(command.strip()));

    assertThat(answer.path("value").isNumber()).as(answer.toString()).isTrue();
    assertThat(answer.path("dataType").asText()).isEqualTo("Double");
  }

  private static boolean isValue(String line) {
    return TELEMETRY.matcher(line).matches();
  }

  private static boolean hasCurl() throws Exception {
    return new ProcessBuilder("/bin/bash", "-c", "command -v curl").start().waitFor() == 0;
  }

  private static String pasted(String command) throws Exception {
    Process shell =
        new ProcessBuilder("/bin/bash", "-c", command).redirectErrorStream(true).start();
    String answer = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return answer;
  }
}
