package org.bactrian.launcher.command;

import java.io.PrintWriter;
import org.bactrian.launcher.log.LogLineWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Printer of usage errors: the error, the remedy where it is known, and the help command. */
final class UsageErrorHandler implements IParameterExceptionHandler {

  private final CloudEnvironment environment;

  UsageErrorHandler(CloudEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public int handleParseException(ParameterException exception, String[] arguments) {
    CommandLine commandLine = exception.getCommandLine();
    BactrianCommand.prepareLog(commandLine, arguments);
    PrintWriter err = commandLine.getErr();
    String name = commandLine.getCommandSpec().qualifiedName();
    err.println(LogLineWriter.FAILURE + exception.getMessage() + source(exception, arguments));
    if (isWithoutCommand(exception, arguments)) {
      err.println(
          "Options stand behind a command, those of OPC Publisher behind: " + name + " edge");
    }
    err.println("Try: " + name + " --help");
    err.flush();
    return ExitCode.USAGE;
  }

  /** Returns whether options come first, as in the container of OPC Publisher. */
  private static boolean isWithoutCommand(ParameterException exception, String... arguments) {
    return exception instanceof UnmatchedArgumentException
        && exception.getCommandLine().getParent() == null
        && arguments[0].startsWith("-");
  }

  /**
   * The variable of the environment where the user will not find the option among what he typed.
   */
  private String source(ParameterException exception, String... arguments) {
    return exception.getArgSpec() instanceof OptionSpec option
        ? environment
            .source(option, arguments)
            .map(name -> " (from the environment variable " + name + ")")
            .orElse("")
        : "";
  }
}
