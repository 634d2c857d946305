package org.bactrian.launcher.command;

import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Set;
import picocli.CommandLine;

/** Commands that tests of other packages run in this process, and their options. */
public final class CommandInThisProcess {

  private CommandInThisProcess() {}

  /** Runs a command until it ends or this thread is interrupted, and returns its exit code. */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return BactrianCommand.commandLine().setOut(out).setErr(err).execute(arguments);
  }

  /** Returns the names of the options of all commands. */
  public static Set<String> options() {
    Set<String> names = new HashSet<>();
    addOptions(BactrianCommand.commandLine(), names);
    return names;
  }

  private static void addOptions(CommandLine command, Set<String> names) {
    names.addAll(command.getCommandSpec().optionsMap().keySet());
    command.getSubcommands().values().forEach(each -> addOptions(each, names));
  }
}
