package org.bactrian.launcher.command;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.bactrian.edge.options.EdgeOptionHelp;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** Command {@code bactrian completion}. */
@Command(
    name = "completion",
    description = {
      "Prints what makes bash and zsh complete commands and options:"
          + " source <(./bactrian completion)"
    })
final class CompletionCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine all = BactrianCommand.commandLine();
    CommandSpec edge = Objects.requireNonNull(all.getSubcommands().get("edge")).getCommandSpec();
    EdgeOptionHelp.names().stream()
        .filter(name -> edge.findOption(name) == null)
        .forEach(name -> edge.addOption(OptionSpec.builder(name).arity("0..1").build()));
    PrintWriter out = spec.commandLine().getOut();
    out.println(AutoComplete.bash("bactrian", all));
    out.flush();
    return ExitCode.OK;
  }
}
