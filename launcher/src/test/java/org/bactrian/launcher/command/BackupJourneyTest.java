package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An edge whose machine is replaced while its hub is away. */
class BackupJourneyTest {

  @TempDir private Path folder;

  @Test
  void anEdgeGoesOnInARestoredFolderAndLosesNothing() throws Exception {
    Path backup = folder.resolve("edge.zip");
    Path restored = folder.resolve("other-machine").resolve("data");
    try (RelayedEdge edge =
        new RelayedEdge(folder, 20, Duration.ofMillis(200), Map.of(), "--outage=150")) {
      CommandRun running = run("backup", backup, edge.data());
      assertThat(running.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(running.err().toString()).contains("A role runs with the data folder");

      edge.toHub().cut();
      long held = size(edge.data().resolve("outbox"));
      await()
          .atMost(RelayedEdge.PATIENCE)
          .until(() -> size(edge.data().resolve("outbox")) > held + 5_000);
      edge.stop();
      CommandRun made = run("backup", backup, edge.data());
      assertThat(made.exitCode()).as("%s", made.err()).isZero();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
          .isEqualTo("rw-------");
      CommandRun done = run("restore", backup, restored);
      assertThat(done.exitCode()).as("%s", done.err()).isZero();

      edge.startWith(restored);
      edge.toHub().mend();

      edge.awaitNumbers(edge.tally().least() + 40);
      edge.stopAndExpectEverything();
    }
  }

  private static CommandRun run(String command, Path file, Path data) throws InterruptedException {
    return CommandRun.of(command, "--data=" + data, file.toString());
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
