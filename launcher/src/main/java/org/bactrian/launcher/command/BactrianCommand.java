package org.bactrian.launcher.command;

import org.bactrian.launcher.log.LogFormat;
import org.bactrian.launcher.log.LoggedLines;
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

  @Option(
      names = "--log-format",
      scope = ScopeType.INHERIT,
      paramLabel = "FORMAT",
      defaultValue = "${env:BACTRIAN_LOG_FORMAT:-text}",
      description =
          "Form of the log on stderr: text, or json for one object a line; what BACTRIAN_LOG_FORMAT"
              + " says, else text.")
  private LogFormat logFormat;

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
                  root.prepareLog(parsed.commandSpec().commandLine());
                  return new RunLast().execute(parsed);
                })
            .setExecutionExceptionHandler(new OneLineErrors(() -> root.verbose))
            .setParameterExceptionHandler(new WrongUse())
            .setCaseInsensitiveEnumValuesAllowed(true)
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

  private void prepareLog(CommandLine commandLine) {
    logFormat.use();
    if (logFormat == LogFormat.JSON) {
      // What is no answer and no entry of the log either would break the form of one or the other.
      commandLine.setErr(LoggedLines.writer());
    }
    if (verbose) {
      Verbosity.full();
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }
}
