package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchOutboxTest {

  private static final int KILLED = 9;

  @TempDir private Path data;

  /** Nine processes after one another. */
  @Test
  @Tag("faults")
  void aShortRunHasAllFiguresAndLosesNothing() throws Exception {
    CommandRun run =
        CommandRun.of(
            "bench",
            "outbox",
            "--data=" + data,
            "--peers=none",
            "--seconds=1",
            "--megabytes=2",
            "--kills=1");

    assertThat(run.exitCode()).as("%s", run.err()).isZero();
    String line = run.out().stream().filter(l -> l.startsWith("segment log")).findFirst().get();
    List<String> figures = List.of(line.replace(" / ", "/").split(" {2,}"));
    assertThat(figures).hasSize(14).doesNotContain("-");
    assertThat(figures.get(KILLED + 1)).isEqualTo("0/0");
  }
}
