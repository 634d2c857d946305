package org.bactrian.launcher.command;

import java.nio.file.Path;
import java.util.Optional;
import org.bactrian.launcher.azure.LocalEndpoints;
import org.bactrian.launcher.backup.DataFolderRestore;
import picocli.CommandLine.Option;

/** Option that names the data folder. */
final class DataFolder {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:BACTRIAN_DATA:-.bactrian}",
      description =
          "Data folder; by default that of BACTRIAN_DATA, else .bactrian; here"
              + " ${DEFAULT-VALUE}.")
  private Path data;

  /** A folder that no option names. */
  static DataFolder of(Path data) {
    DataFolder folder = new DataFolder();
    folder.data = data;
    return folder;
  }

  Path path() {
    return data.toAbsolutePath().normalize();
  }

  /** Ends the command when a restore into the folder was not finished. */
  void requireRestored() {
    try {
      DataFolderRestore.requireFinished(path());
    } catch (IllegalStateException e) {
      throw new CommandFailure(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  Optional<LocalEndpoints> localAzure() {
    return LocalEndpoints.in(path());
  }

  LocalEndpoints requireLocalAzure() {
    return localAzure()
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.FAILED,
                    "There is no local Azure in "
                        + path()
                        + ". Start ./bactrian demo or ./bactrian local-azure, name its folder with"
                        + " --data, or a hub of Azure with --login"));
  }
}
