package org.bactrian.launcher.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.bactrian.launcher.backup.BackupException;
import org.bactrian.launcher.backup.DataFolderRestore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Command {@code bactrian restore}. */
@Command(
    name = "restore",
    description = {
      "Restores a data folder from a file of backup, into a folder that is empty, such as the root"
          + " of a volume, or not there."
          + " Start the roles with it afterwards, and never those with the former folder as well."
    })
final class RestoreCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private DataFolder data;

  @Parameters(paramLabel = "FILE", description = "File that backup has made.")
  private Path file;

  @Override
  public Integer call() {
    try {
      int files = new DataFolderRestore(data.path()).read(file);
      PrintWriter out = spec.commandLine().getOut();
      out.printf("%s has the %d files of %s.%n", data.path(), files, file);
      out.flush();
      return ExitCode.OK;
    } catch (BackupException e) {
      throw new CommandFailure(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }
}
