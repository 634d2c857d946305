package org.bactrian.launcher.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.bactrian.launcher.backup.BackupException;
import org.bactrian.launcher.backup.DataFolderBackup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Command {@code bactrian backup}. */
@Command(
    name = "backup",
    description = {
      "Writes the data folder into one file: the edge's outbox, keys and certificates, the cloud's"
          + " database unless it is PostgreSQL, the state of the local Azure. No role may run with"
          + " the folder. The file holds private keys; only its owner can read it."
    })
final class BackupCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private DataFolder data;

  @Parameters(paramLabel = "FILE", description = "File to make, such as bactrian-monday.zip.")
  private Path file;

  @Override
  public Integer call() {
    try {
      DataFolderBackup.Result made = new DataFolderBackup(data.path()).write(file);
      PrintWriter out = spec.commandLine().getOut();
      out.printf("%s holds %d files, %d bytes.%n", file, made.files(), made.bytes());
      out.flush();
      return ExitCode.OK;
    } catch (BackupException e) {
      throw new CommandFailure(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }
}
