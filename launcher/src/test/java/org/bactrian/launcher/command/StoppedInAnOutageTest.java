package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM to an edge whose hub cannot be reached. */
class StoppedInAnOutageTest {

  private static final int STOP_TIMEOUT_SECONDS = 6;

  /** Time for a busy machine to end a process that keeps its time limit. */
  private static final int MOST_SECONDS = 10 * STOP_TIMEOUT_SECONDS;

  private static final Pattern KEPT =
      Pattern.compile("(\\d+) values in \\d+ NetworkMessages stay in the outbox until the next");

  /** Bytes of a few messages, which the outage leaves in the outbox. */
  private static final int STORED_BYTES = 100_000;

  @TempDir private Path folder;

  @Test
  void theEdgeEndsInTimeSaysHowMuchItKeepsAndSendsItAfterTheNextStart() throws Exception {
    try (RelayedEdge edge =
        new RelayedEdge(
            folder,
            20,
            Duration.ofMillis(100),
            Map.of(),
            "--outage=150",
            "--stop-timeout=" + STOP_TIMEOUT_SECONDS)) {
      edge.toHub().cut();
      long before = bytesIn(edge.data().resolve("outbox"));
      await()
          .atMost(RelayedEdge.PATIENCE)
          .until(() -> bytesIn(edge.data().resolve("outbox")) > before + STORED_BYTES);

      edge.process().destroy();

      assertThat(edge.process().waitFor(MOST_SECONDS, TimeUnit.SECONDS)).as(edge::log).isTrue();
      Matcher kept = KEPT.matcher(edge.log());
      assertThat(kept.find()).as(edge::log).isTrue();
      assertThat(Integer.parseInt(kept.group(1))).isPositive();
      assertThat(edge.log()).doesNotContain("They are lost");

      edge.toHub().mend();
      long received = edge.tally().least();
      edge.startWith(edge.data());
      edge.awaitNumbers(received + 20);
      edge.stopAndExpectEverything();
    }
  }

  private static long bytesIn(Path outbox) throws IOException {
    try (Stream<Path> files = Files.list(outbox)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
