package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts of the demo as commands of their own, which find each other by their data folder. */
class RolesOneByOneTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path data;

  @Test
  void partsThatAreStartedOneByOneFindEachOther() throws Exception {
    try (CommandRun azure =
            CommandRun.start(
                "local-azure",
                "--data=" + data,
                "--mqtt-port=0",
                "--rest-port=0",
                "--amqp-port=0",
                "--keyvault-port=0");
        CommandRun plant = CommandRun.start("simulator", "--data=" + data, "--port=0")) {
      String server = awaitLine(plant, "(opc\\.tcp://.*)");
      awaitLine(azure, "edge +(HostName=.*)");
      Path nodes = publishedNodes(server);
      try (CommandRun monitor = CommandRun.start("hub", "monitor", "--data=" + data);
          CommandRun edge =
              CommandRun.start(
                  "edge",
                  "--httpserverport=0",
                  "--pf",
                  nodes.toString(),
                  "-c",
                  "/data=" + data,
                  "--management-port=0")) {
        awaitLine(monitor, ".*\"Pieces\":\\{\"Value\":(\\d+).*");
        awaitRuns(edge);
      }
    }
  }

  @Test
  void anEdgeThatIsToldNothingPublishesThePlantOfItsFolder() throws Exception {
    try (CommandRun azure =
            CommandRun.start(
                "local-azure",
                "--data=" + data,
                "--mqtt-port=0",
                "--rest-port=0",
                "--amqp-port=0",
                "--keyvault-port=0");
        CommandRun plant = CommandRun.start("simulator", "--data=" + data, "--port=0")) {
      awaitLine(plant, "(opc\\.tcp://.*)");
      awaitLine(azure, "edge +(HostName=.*)");
      try (CommandRun monitor = CommandRun.start("hub", "monitor", "--data=" + data);
          CommandRun edge =
              CommandRun.start(
                  "edge",
                  "--httpserverport=0",
                  "-c",
                  "--bi=500",
                  "--data=" + data,
                  "--management-port=0")) {
        awaitLine(monitor, ".*\"Pieces\":\\{\"Value\":(\\d+).*");
        assertThat(edge.isRunning()).isTrue();
      }
    }
    assertThat(data.resolve("published_nodes.json")).exists();
    assertThat(data.resolve("simulator.json")).doesNotExist();
  }

  @Test
  void anEdgeWithoutHubWritesFilesWhenAskedTo() throws Exception {
    Path folder = data.resolve("out");
    try (CommandRun plant = CommandRun.start("simulator", "--data=" + data, "--port=0")) {
      Path nodes = publishedNodes(awaitLine(plant, "(opc\\.tcp://.*)"));
      try (CommandRun edge =
          CommandRun.start(
              "edge",
              "--httpserverport=0",
              "--pf=" + nodes,
              "--strict",
              "-t=FileSystem",
              "-o=" + folder,
              "--data=" + data,
              "--management-port=0")) {
        await()
            .atMost(PATIENCE)
            .until(() -> !edge.isRunning() || contents(folder).contains("Pieces"));
        assertThat(edge.isRunning()).as("running, else %s", edge.err()).isTrue();
      }
    }
  }

  @Test
  void aSecondEdgeWithTheSameFolderIsRefusedInOneLine() throws Exception {
    String[] arguments = {
      "edge",
      "--httpserverport=0",
      "--pf=" + data.resolve("none.json"),
      "-t=log",
      "--data=" + data,
      "--management-port=0"
    };
    try (CommandRun first = CommandRun.start(arguments)) {
      await().atMost(PATIENCE).until(() -> !first.isRunning() || !first.err().isEmpty());
      assertThat(first.isRunning()).as("running, else %s", first.err()).isTrue();

      CommandRun second = CommandRun.of(arguments);

      assertThat(second.exitCode()).isEqualTo(70);
      assertThat(second.err())
          .containsExactly(
              "bactrian: Another edge runs with the data folder "
                  + data
                  + ". Stop it, or name another folder with --data");
    }
  }

  @Test
  void anEdgeStartsAgainOnTheFolderThatItHasLeft() {
    String[] arguments = {
      "edge",
      "--httpserverport=0",
      "--pf=" + data.resolve("none.json"),
      "-t=log",
      "--data=" + data,
      "--management-port=0"
    };
    for (int start = 1; start <= 2; start++) {
      try (CommandRun edge = CommandRun.start(arguments)) {
        awaitRuns(edge);
      }
    }
  }

  @Test
  void aCommandForSomeSecondsEndsByItself() throws Exception {
    CommandRun run =
        CommandRun.of("simulator", "--data=" + data, "--port=0", "--nodes=5", "--seconds=1");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).singleElement().asString().startsWith("opc.tcp://");
  }

  @Test
  void manyServersOfOneCommandListenOnAPortEach() throws Exception {
    CommandRun run =
        CommandRun.of("simulator", "--data=" + data, "--port=0", "--servers=3", "--seconds=1");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .hasSize(3)
        .doesNotHaveDuplicates()
        .allMatch(line -> line.startsWith("opc.tcp://localhost:"));
  }

  @Test
  void moreServersThanThereArePortsAreRefused() throws Exception {
    CommandRun run =
        CommandRun.of("simulator", "--data=" + data, "--port=65530", "--servers=7", "--seconds=1");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().get(0)).contains("There are not 7 ports from 65530 on");
  }

  @Test
  void aPortThatIsTakenIsSaidInOneLine() throws Exception {
    try (CommandRun first = CommandRun.start("simulator", "--data=" + data, "--port=0")) {
      String port = awaitLine(first, "opc\\.tcp://.*:(\\d+).*");

      CommandRun second =
          CommandRun.of("simulator", "--data=" + data.resolve("second"), "--port=" + port);

      assertThat(second.exitCode()).isEqualTo(70);
      assertThat(second.err()).singleElement().asString().contains(port);
      assertThat(second.out()).isEmpty();
    }
  }

  private Path publishedNodes(String server) throws IOException {
    return Files.writeString(
        data.resolve("nodes.json"),
        """
        [{"EndpointUrl": "%s", "UseSecurity": false,
          "OpcNodes": [{"Id": "nsu=urn:bactrian:plant;s=Line1/Filler/Pieces",
                        "DisplayName": "Pieces"}]}]
        """
            .formatted(server));
  }

  private static String contents(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return "";
    }
    StringBuilder contents = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.append(Files.readString(file));
      }
    }
    return contents.toString();
  }

  /** The first telemetry may leave before the edge has said that all of it runs. */
  private static void awaitRuns(CommandRun edge) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                !edge.isRunning()
                    || edge.err().stream().anyMatch(l -> l.startsWith("The edge runs.")));
    assertThat(edge.isRunning()).as("running, else %s", edge.err()).isTrue();
  }

  private static String awaitLine(CommandRun run, String pattern) {
    Pattern compiled = Pattern.compile(pattern);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                !run.isRunning()
                    || run.out().stream().anyMatch(line -> compiled.matcher(line).matches()));
    assertThat(run.isRunning()).as("running, else %s", run.err()).isTrue();
    return run.out().stream()
        .map(compiled::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .findFirst()
        .orElseThrow();
  }
}
