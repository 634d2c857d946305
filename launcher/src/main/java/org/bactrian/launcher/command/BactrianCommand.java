package org.bactrian.launcher.command;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.bactrian.launcher.log.LogFormat;
import org.bactrian.launcher.log.LogLineWriter;
import org.bactrian.launcher.log.LogVerbosity;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Command {@code bactrian}, the parent of all others. */
@Command(
    name = "bactrian",
    mixinStandardHelpOptions = true,
    version = "Bactrian 1.0.0",
    description = "Industrial IoT on Apache Camel: OPC UA to Azure.",
    synopsisSubcommandLabel = "COMMAND",
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

  /** In the order of the help. */
  private static final Map<String, Supplier<Object>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("demo", DemoCommand::new);
    COMMANDS.put("edge", EdgeCommand::new);
    COMMANDS.put("cloud", CloudCommand::new);
    COMMANDS.put("local-azure", LocalAzureCommand::new);
    COMMANDS.put("simulator", SimulatorCommand::new);
    COMMANDS.put("hub", HubCommand::new);
    COMMANDS.put("browse", BrowseCommand::new);
    COMMANDS.put("token", TokenCommand::new);
    COMMANDS.put("validate", ValidateCommand::new);
    COMMANDS.put("outbox", OutboxCommand::new);
    COMMANDS.put("backup", BackupCommand::new);
    COMMANDS.put("restore", RestoreCommand::new);
    COMMANDS.put("bench", BenchCommand::new);
    COMMANDS.put("completion", CompletionCommand::new);
    COMMANDS.put("training", TrainingCommand::new);
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Prints stack traces of errors and a more detailed log.")
  private boolean verbose;

  @Option(
      names = "--log-format",
      scope = ScopeType.INHERIT,
      paramLabel = "FORMAT",
      defaultValue = "${env:BACTRIAN_LOG_FORMAT:-text}",
      description =
          "Format of the log on stderr: text, or json for one object per line; by default that of"
              + " BACTRIAN_LOG_FORMAT, else text.")
  private LogFormat logFormat;

  BactrianCommand() {}

  /**
   * Runs the command that the arguments name and returns its exit code.
   *
   * @param arguments command, options and operands as typed
   */
  public static int run(String... arguments) {
    CommandLine commandLine = commandLine(arguments);
    return commandLine.execute(
        new CloudEnvironment(System.getenv()).complete(commandLine, arguments));
  }

  /** The command that the arguments name, all where they name none: to look at each takes time. */
  static CommandLine commandLine(String... arguments) {
    BactrianCommand root = new BactrianCommand();
    CommandLine commandLine = new CommandLine(root);
    Optional<String> named = named(arguments);
    COMMANDS.forEach(
        (name, command) -> {
          if (named.isEmpty() || named.get().equals(name)) {
            commandLine.addSubcommand(name, command.get());
          }
        });
    commandLine
        .setExecutionStrategy(
            parsed -> {
              root.prepareLog(parsed.commandSpec().commandLine());
              return new RunLast().execute(parsed);
            })
        .setExecutionExceptionHandler(new OneLineErrorHandler(() -> root.verbose))
        .setParameterExceptionHandler(new UsageErrorHandler(new CloudEnvironment(System.getenv())))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true);
    // What OPC Publisher calls an option is none of picocli's, and left for the edge to read.
    Optional.ofNullable(commandLine.getSubcommands().get("edge"))
        .ifPresent(
            edge ->
                edge.setUnmatchedOptionsArePositionalParams(true)
                    .setPosixClusteredShortOptionsAllowed(false)
                    .setExpandAtFiles(false));
    return commandLine;
  }

  /**
   * Prepares the log for a command line that cannot be parsed as a whole, as far as it says how.
   *
   * @param commandLine whose errors are to be told
   */
  static void prepareLog(CommandLine commandLine, String... arguments) {
    BactrianCommand root = new BactrianCommand();
    try {
      new CommandLine(root)
          .setCaseInsensitiveEnumValuesAllowed(true)
          .setUnmatchedArgumentsAllowed(true)
          .parseArgs(arguments);
    } catch (ParameterException e) {
      root.logFormat = LogFormat.TEXT; // it is the form of the log that is wrong
    }
    root.prepareLog(commandLine);
  }

  /** Returns whether stack traces and a more detailed log are asked for. */
  boolean isVerbose() {
    return verbose;
  }

  private void prepareLog(CommandLine commandLine) {
    logFormat.use();
    if (logFormat == LogFormat.JSON) {
      // What is no answer and no entry of the log either would break the form of one or the other.
      commandLine.setErr(LogLineWriter.writer());
    }
    if (verbose) {
      LogVerbosity.full();
    }
  }

  private static Optional<String> named(String... arguments) {
    return Arrays.stream(arguments)
        .filter(argument -> !argument.startsWith("-"))
        .findFirst()
        .filter(COMMANDS::containsKey);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }
}
