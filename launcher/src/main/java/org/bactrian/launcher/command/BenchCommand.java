package org.bactrian.launcher.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Command {@code bactrian bench}, the parent of the benchmarks. */
@Command(
    name = "bench",
    description = "Runs a benchmark and prints its table.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {BenchTwinCommand.class, BenchValidatorCommand.class})
final class BenchCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command: twin or validator?");
  }
}
