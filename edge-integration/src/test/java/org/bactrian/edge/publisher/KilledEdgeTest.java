package org.bactrian.edge.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bactrian.edge.ReceivedCounters;
import org.bactrian.patience.JvmProcess;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counters that are published by a process which is killed, or stopped, and started again. */
class KilledEdgeTest {

  private static final Duration LONGEST_START = Duration.ofMinutes(2);

  /** Messages after which what was held back has come. */
  private static final int ENOUGH = 20;

  @TempDir private Path folder;

  private final List<Path> files = new ArrayList<>();
  private final Random random = new Random();
  private Simulator plant;
  private int counters;

  @AfterEach
  void stop() throws Exception {
    plant.close();
  }

  @Test
  void noCounterHasAGapAfterAKillAndAfterAnOrderlyStop() throws Exception {
    start(50, Duration.ofMillis(50));

    kill(10);
    end();
    end();

    assertNothingIsMissing();
  }

  @Test
  @Tag("faults")
  void noCounterHasAGapAfterTwentyKillsAtRandomMoments() throws Exception {
    start(5_000, Duration.ofMillis(200));

    for (int i = 0; i < 20; i++) {
      kill(1 + random.nextInt(60));
    }
    end();

    assertNothingIsMissing();
  }

  @Test
  void aServerThatWasRestartedMeanwhileMakesAMessageThatTellsForHowLongValuesAreMissing()
      throws Exception {
    start(50, Duration.ofMillis(50));
    kill(10);
    Instant killed = Instant.now();
    int port = plant.port();
    plant.close();
    plant = Simulator.start(settings(50, Duration.ofMillis(50)).withPort(port));

    end();

    List<JsonNode> gaps = new ArrayList<>();
    for (String line : linesOf(files.get(1))) {
      JsonNode body = new ObjectMapper().readTree(line.substring(line.indexOf(' ') + 1));
      if (body.path("MessageType").asText().equals("gap")) {
        gaps.add(body);
      }
    }
    assertThat(gaps).as(() -> "the processes said: " + output()).hasSize(1);
    JsonNode gap = gaps.get(0);
    assertThat(gap.path("Cause").asText()).isEqualTo("Recreated");
    assertThat(gap.path("Detail").asText()).contains("the server was restarted");
    assertThat(Instant.parse(gap.path("Since").asText())).isBefore(killed);
    assertThat(Instant.parse(gap.path("Until").asText())).isAfter(killed);
    assertThat(gap.path("Messages")).isEmpty();
  }

  private void start(int howMany, Duration rate) throws IOException {
    counters = howMany;
    plant = Simulator.start(settings(howMany, rate));
  }

  private SimulatorSettings settings(int howMany, Duration rate) {
    return SimulatorSettings.in(folder.resolve("plant"))
        .withPort(0)
        .withLoadNodes(howMany)
        .withLoadRate(rate);
  }

  /** Kills a process that has delivered that many messages. */
  private void kill(int messages) throws Exception {
    process(messages).destroyForcibly().waitFor();
  }

  private void end() throws Exception {
    Process process = process(ENOUGH);
    process.getOutputStream().close();
    assertThat(process.waitFor(LONGEST_START.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  /** A process that has delivered that many messages. */
  private Process process(int messages) throws Exception {
    Path file = folder.resolve("received-" + files.size());
    files.add(file);
    Process process =
        JvmProcess.of(
                CounterPublisherProcess.class,
                plant.endpointUrl(),
                folder.resolve("data").toString(),
                Integer.toString(counters),
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("output").toFile()))
            .start();
    await()
        .atMost(LONGEST_START)
        .untilAsserted(
            () ->
                assertThat(Files.exists(file) ? linesOf(file).size() : 0)
                    .as(() -> "messages of the process, which said: " + output())
                    .isGreaterThanOrEqualTo(messages));
    return process;
  }

  /** Whole lines; a kill may have cut the last one off. */
  private static List<String> linesOf(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private void assertNothingIsMissing() throws IOException {
    ReceivedCounters received = new ReceivedCounters();
    Map<String, String> bodies = new HashMap<>();
    for (Path file : files) {
      for (String line : linesOf(file)) {
        String id = line.substring(0, line.indexOf(' '));
        String body = line.substring(id.length() + 1);
        String before = bodies.putIfAbsent(id, body);
        assertThat(before == null || before.equals(body)).isTrue();
        if (before == null) {
          received.receive(body.getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    assertThat(received.allHave(counters, 10)).isTrue();
    assertThat(received.faults()).as(this::output).isEmpty();
  }

  private String output() {
    try {
      return Files.readString(folder.resolve("output"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
