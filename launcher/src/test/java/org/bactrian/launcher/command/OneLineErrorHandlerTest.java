package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class OneLineErrorHandlerTest {

  @Test
  void theCauseComesBeforeTheRemedy() {
    IllegalStateException error =
        new IllegalStateException(
            "Port 80 is taken. Choose another with --port", new IOException("permission denied"));

    assertThat(printed(error))
        .isEqualTo("bactrian: Port 80 is taken: permission denied. Choose another with --port");
  }

  @Test
  void theCauseEndsAMessageWithoutARemedy() {
    UncheckedIOException error =
        new UncheckedIOException("nodes.json cannot be made", new IOException("disk is full"));

    assertThat(printed(error)).isEqualTo("bactrian: nodes.json cannot be made: disk is full");
  }

  @Test
  void everyWrongOptionOfTheEdgeHasALine() throws Exception {
    List<String> lines = CommandRun.of("edge", "--bs=many", "-t=Kafka", "--me=Foo").err();

    assertThat(lines).hasSize(3).allMatch(line -> line.startsWith("bactrian: Option "));
  }

  private static String printed(Exception error) {
    StringWriter err = new StringWriter();
    CommandLine commandLine = BactrianCommand.commandLine().setErr(new PrintWriter(err, true));
    int code =
        new OneLineErrorHandler(() -> false).handleExecutionException(error, commandLine, null);
    assertThat(code).isEqualTo(ExitCode.FAILED);
    return err.toString().strip();
  }
}
