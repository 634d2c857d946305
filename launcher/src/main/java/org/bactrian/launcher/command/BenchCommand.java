package org.bactrian.launcher.command;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Command {@code bactrian bench}: all benchmarks in turn, or the one that is named. */
@Command(
    name = "bench",
    description = "Runs a benchmark and prints its tables; all in turn when none is named.",
    synopsisSubcommandLabel = "[COMMAND]",
    subcommands = {
      BenchPublishCommand.class,
      BenchTwinCommand.class,
      BenchValidatorCommand.class,
      BenchOutboxCommand.class
    })
final class BenchCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  /** Ends at the first benchmark that cannot do its work. */
  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    for (Map.Entry<String, CommandLine> benchmark : spec.subcommands().entrySet()) {
      out.println("bench " + benchmark.getKey());
      out.flush();
      int exitCode = benchmark.getValue().execute();
      if (exitCode != ExitCode.OK) {
        return exitCode;
      }
      out.println();
    }
    return ExitCode.OK;
  }
}
