package org.bactrian.launcher.command;

import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import org.bactrian.launcher.log.LogLineWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Prints the error that ended a command as one line, and its trace only when asked. */
record OneLineErrorHandler(BooleanSupplier verbose) implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(
      Exception exception, CommandLine commandLine, ParseResult parseResult) {
    PrintWriter err = commandLine.getErr();
    message(exception).lines().forEach(line -> err.println(LogLineWriter.FAILURE + line));
    if (verbose.getAsBoolean()) {
      exception.printStackTrace(err);
    }
    err.flush();
    return exception instanceof CommandFailure failure ? failure.exitCode() : ExitCode.FAILED;
  }

  /** The message of the outermost exception, with that of the innermost when it differs. */
  private static String message(Throwable exception) {
    if (exception instanceof CommandFailure && exception.getMessage() != null) {
      return exception.getMessage(); // a line for each fault of the command line
    }
    String outer = firstLine(exception);
    Throwable innermost = exception;
    while (innermost.getCause() != null && innermost.getCause() != innermost) {
      innermost = innermost.getCause();
    }
    String inner = firstLine(innermost);
    if (outer.contains(inner)) {
      return outer;
    }
    // The error comes first, then its cause, then the remedy.
    int remedy = outer.indexOf(". ");
    return remedy < 0
        ? outer + ": " + inner
        : outer.substring(0, remedy) + ": " + inner + outer.substring(remedy);
  }

  private static String firstLine(Throwable exception) {
    String message = exception.getMessage();
    if (message == null || message.isBlank()) {
      return exception.getClass().getSimpleName();
    }
    return message.lines().findFirst().orElse(message);
  }
}
