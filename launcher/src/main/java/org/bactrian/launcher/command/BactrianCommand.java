package org.bactrian.launcher.command;

import org.bactrian.launcher.log.Verbosity;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code bactrian}, which only holds the others. */
@Command(
    name = "bactrian",
    mixinStandardHelpOptions = true,
    version = "Bactrian 1.0.0",
    description = "Industrial IoT on Apache Camel: OPC UA to Azure.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      EdgeCommand.class,
      CloudCommand.class,
      LocalAzureCommand.class,
      SimulatorCommand.class,
      HubCommand.class,
      TokenCommand.class,
      ValidateCommand.class,
      BenchCommand.class
    },
    scope = ScopeType.INHERIT,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:ran, and found faults or was refused",
      "2:wrong command line",
      "70:could not do its work",
      "160:an option of the edge has a wrong value",
      "170:messaging mode and encoding do not go together"
    })
public final class BactrianCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Prints the trace of an error, and more of what happens.")
  private boolean verbose;

  BactrianCommand() {}

  /**
   * Runs the command that the arguments name and returns its exit code.
   *
   * @param arguments command, options and operands as typed
   */
  public static int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  /** The commands with their options, ready to parse. */
  static CommandLine commandLine() {
    BactrianCommand root = new BactrianCommand();
    CommandLine commandLine =
        new CommandLine(root)
            .setExecutionStrategy(
                parsed -> {
                  if (root.verbose) {
                    Verbosity.full();
                  }
                  return new RunLast().execute(parsed);
                })
            .setExecutionExceptionHandler(new OneLineErrors(() -> root.verbose))
            .setParameterExceptionHandler(new WrongUse())
            .setUsageHelpAutoWidth(true);
    // What OPC Publisher calls an option is none of picocli's, and left for the edge to read.
    commandLine
        .getSubcommands()
        .get("edge")
        .setUnmatchedOptionsArePositionalParams(true)
        .setPosixClusteredShortOptionsAllowed(false)
        .setExpandAtFiles(false);
    return commandLine;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }
}
