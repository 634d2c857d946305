package org.bactrian.cloud.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bactrian.cloud.storage.DatabaseProcess.add;
import static org.bactrian.cloud.storage.DatabaseProcess.count;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes of one machine on the database file of one data folder; one of them is this one. */
@Timeout(120)
class SharedFileTest {

  @TempDir Path folder;

  @AfterAll
  static void endProcesses() {
    DatabaseProcess.endIdle();
  }

  @Test
  void whatOneCommittedIsThereForTheOtherAfterKillMinusNineOfWhoServedTheFile() throws Exception {
    try (DatabaseProcess first = DatabaseProcess.on(folder).awaitOpen();
        Database second = openHere()) {
      first.add("a");
      add(second, "b");
      assertThat(count(second)).isEqualTo(2);
      add(second, "c");
      first.add("d");

      first.kill();

      assertThat(count(second)).isEqualTo(4);
      add(second, "e");
      try (DatabaseProcess third = DatabaseProcess.on(folder).awaitOpen()) {
        assertThat(third.count()).isEqualTo(5);
      }
    }
  }

  @Test
  void processesThatStartAtOnceMakeTheSchemaOnce() throws Exception {
    try (DatabaseProcess first = DatabaseProcess.on(folder);
        Database second = openHere()) {
      first.awaitOpen().add("a");
      add(second, "b");

      assertThat(first.count()).isEqualTo(2);
    }
  }

  @Test
  void theOneWhoServesTheFileMayEndInOrderWhileOthersUseIt() throws Exception {
    DatabaseProcess first = DatabaseProcess.on(folder).awaitOpen();
    try (Database second = openHere()) {
      add(second, "a");

      first.end();

      add(second, "b");
      assertThat(count(second)).isEqualTo(2);
    }
  }

  @Test
  void theFileIsServedOnTheLoopbackAddressOnlyAndItsFilesAreTheOwners() throws Exception {
    try (DatabaseProcess first = DatabaseProcess.on(folder).awaitOpen()) {
      first.add("a");
      Path files = folder.resolve("database");
      int port = port(files.resolve("cloud.lock.db"));

      try (Socket local = new Socket("127.0.0.1", port)) {
        assertThat(local.isConnected()).isTrue();
      }
      assertThatThrownBy(() -> new Socket("127.0.0.2", port).close())
          .as("who listens on every address listens on this one too")
          .isInstanceOf(ConnectException.class);
      assertThat(permissions(files)).isEqualTo("rwx------");
      try (Stream<Path> all = Files.list(files)) {
        assertThat(all).isNotEmpty().allMatch(file -> permissions(file).equals("rw-------"));
      }
    }
  }

  @Test
  void whoCannotShareTheFileIsToldThatAnotherHasItAndOfPostgresql() throws Exception {
    try (DatabaseProcess first = DatabaseProcess.on(folder).awaitOpen()) {
      first.add("a");
      String alone = "jdbc:h2:file:" + folder.resolve("database").resolve("cloud");

      assertThatThrownBy(() -> Database.open(new DatabaseSettings(alone, "bactrian", "", 1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(alone)
          .hasMessageContaining("already in use")
          .hasMessageContaining("PostgreSQL (--database)");
    }
  }

  private Database openHere() {
    return Database.open(DatabaseSettings.in(folder));
  }

  private static int port(Path lock) throws IOException {
    Properties properties = new Properties();
    try (InputStream stream = Files.newInputStream(lock)) {
      properties.load(stream);
    }
    return Integer.parseInt(properties.getProperty("server").replaceFirst(".*:", ""));
  }

  private static String permissions(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
