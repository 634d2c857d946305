package org.bactrian.launcher.command;

import java.io.PrintWriter;
import org.bactrian.launcher.log.LogLineWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/** Says in two lines what is wrong with a command line, and what to ask for more. */
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
