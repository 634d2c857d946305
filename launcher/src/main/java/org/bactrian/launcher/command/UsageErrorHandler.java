package org.bactrian.launcher.command;

import java.io.PrintWriter;
import org.bactrian.launcher.log.LogLineWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/** Prints a usage error in two lines: the error and the help command. */
final class UsageErrorHandler implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException exception, String[] arguments) {
    CommandLine commandLine = exception.getCommandLine();
    BactrianCommand.prepareLog(commandLine, arguments);
    PrintWriter err = commandLine.getErr();
    String name = commandLine.getCommandSpec().qualifiedName();
    err.println(LogLineWriter.FAILURE + exception.getMessage());
    err.println("Try: " + name + " --help");
    err.flush();
    return ExitCode.USAGE;
  }
}
