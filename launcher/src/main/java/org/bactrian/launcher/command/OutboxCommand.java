package org.bactrian.launcher.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.bactrian.edge.outbox.DeadLetters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Command {@code bactrian outbox}: messages that could never arrive. */
@Command(
    name = "outbox",
    description = "Lists messages that their transport could never take, and sends them again.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {OutboxCommand.ListCommand.class, OutboxCommand.ReplayCommand.class})
final class OutboxCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Command {@code bactrian outbox list}. */
  @Command(
      name = "list",
      description = {
        "Prints a line for each message that was set aside, oldest first: file, time, outbox,"
            + " number, bytes and reason."
      })
  static final class ListCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private DataFolder data;

    @Override
    public Integer call() throws IOException {
      PrintWriter out = spec.commandLine().getOut();
      for (Path file : DeadLetters.in(data.path()).files()) {
        DeadLetters.DeadLetter letter = DeadLetters.read(file);
        out.printf(
            "%s %s %s, message %d, %d bytes: %s%n",
            file,
            letter.at(),
            letter.name(),
            letter.number(),
            letter.body().length,
            letter.reason());
      }
      out.flush();
      return ExitCode.OK;
    }
  }

  /** Command {@code bactrian outbox replay}. */
  @Command(
      name = "replay",
      description = {
        "Sends all messages once more that were set aside, after their transport was changed so"
            + " that it takes them. A running edge does it within seconds, another one at its start;"
            + " what is refused again is set aside again."
      })
  static final class ReplayCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private DataFolder data;

    @Option(
        names = "--match",
        paramLabel = "TEXT",
        defaultValue = "",
        description = "Replays only messages of outboxes with this text in their name.")
    private String match;

    @Override
    public Integer call() throws IOException {
      PrintWriter out = spec.commandLine().getOut();
      int count = DeadLetters.in(data.path()).replay(match);
      out.println(count + (count == 1 ? " message is" : " messages are") + " sent once more.");
      out.flush();
      return ExitCode.OK;
    }
  }
}
