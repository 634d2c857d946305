package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchPublishTest {

  private static final int VALUES_PER_SECOND = 2;
  private static final int LOST = 9;
  private static final int LOST_AT_START = 10;

  private static final String ROLE_OPTIONS = "bactrian.role.options";

  @TempDir private Path data;

  /** The processes live for seconds: the second compiler would only keep them from starting. */
  @BeforeAll
  static void startQuickly() {
    System.setProperty(ROLE_OPTIONS, "-XX:TieredStopAtLevel=1\n-XX:+UseSerialGC");
  }

  @AfterAll
  static void startAsEver() {
    System.clearProperty(ROLE_OPTIONS);
  }

  @Test
  void aRunWithFewCountersLosesNoValueAndHasAllFigures() throws Exception {
    CommandRun run =
        CommandRun.of(
            "bench",
            "publish",
            "--data=" + data,
            "--items=50",
            "--rate=200",
            "--publishing=200",
            "--groups=2",
            "--peers=none",
            "--turns=1",
            "--warm-up=1",
            "--seconds=6");

    assertThat(run.exitCode()).as("%s", run.err()).isZero();
    assertThat(figures(run, "Milo, counting (floor)")).hasSize(12).doesNotContain("-");
    assertThat(figures(run, "edge, whole way"))
        .hasSize(12)
        .doesNotContain("-")
        .satisfies(figures -> assertThat(figures.get(VALUES_PER_SECOND)).isNotEqualTo("0"))
        .satisfies(figures -> assertThat(figures.get(LOST)).isEqualTo("0"))
        .satisfies(figures -> assertThat(figures.get(LOST_AT_START)).isEqualTo("0"));
  }

  @Test
  void aPeerThatNobodyKnowsIsRefusedWithTheNamesOfAll() throws Exception {
    CommandRun run = CommandRun.of("bench", "publish", "--data=" + data, "--peers=kepware");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().get(0)).contains("kepware", "node-opcua");
  }

  /** The figures of a client's line, without its name. */
  private static List<String> figures(CommandRun run, String client) {
    String line =
        run.out().stream().filter(text -> text.startsWith(client)).findFirst().orElseThrow();
    return List.of(line.substring(client.length()).strip().split(" +"));
  }
}
