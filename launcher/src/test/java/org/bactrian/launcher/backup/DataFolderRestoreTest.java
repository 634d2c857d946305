package org.bactrian.launcher.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bactrian.model.file.FolderLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataFolderRestoreTest {

  @TempDir private Path folder;

  private Path data;
  private Path file;

  @BeforeEach
  void names() {
    data = folder.resolve("data");
    file = folder.resolve("backup.zip");
  }

  @Test
  void everyFileComesBackForTheOwnerOnly() throws Exception {
    write("pki/own/private/key.pem", "key");
    write("outbox/000000000001.segment", "\0\1\2");
    write("edge.lock", "");

    DataFolderBackup.Result made = new DataFolderBackup(data).write(file);
    Path restored = folder.resolve("elsewhere/data");
    int files = new DataFolderRestore(restored).read(file);

    assertThat(made.files()).isEqualTo(files).isEqualTo(2);
    assertThat(restored.resolve("pki/own/private/key.pem")).hasContent("key");
    assertThat(restored.resolve("outbox/000000000001.segment")).hasContent("\0\1\2");
    assertThat(rights(file)).isEqualTo("rw-------");
    assertThat(rights(restored)).isEqualTo("rwx------");
    assertThat(rights(restored.resolve("pki/own/private"))).isEqualTo("rwx------");
    assertThat(rights(restored.resolve("pki/own/private/key.pem"))).isEqualTo("rw-------");
  }

  @Test
  void theRootOfAVolumeIsRestoredIntoAndNeverReplaced() throws Exception {
    write("outbox/000000000001.segment", "\0\1\2");
    write("key.pem", "key");
    write("lost+found/1", "of the file system");
    new DataFolderBackup(data).write(file);
    Path volume = Files.createDirectories(folder.resolve("volume"));
    Files.createDirectory(volume.resolve("lost+found"));
    Object inode = Files.readAttributes(volume, BasicFileAttributes.class).fileKey();

    int files = new DataFolderRestore(volume).read(file);

    assertThat(files).isEqualTo(2);
    assertThat(Files.readAttributes(volume, BasicFileAttributes.class).fileKey()).isEqualTo(inode);
    assertThat(volume.resolve("outbox/000000000001.segment")).hasContent("\0\1\2");
    assertThat(rights(volume.resolve("key.pem"))).isEqualTo("rw-------");
    assertThat(names(volume))
        .containsExactlyInAnyOrder("edge.lock", "key.pem", "lost+found", "outbox");
    assertThat(names(folder)).containsExactlyInAnyOrder("backup.zip", "data", "volume");
    assertThatThrownBy(() -> new DataFolderRestore(volume).read(file))
        .hasMessageContaining("has files already");
  }

  @Test
  void aRefusedBackupLeavesAVolumeAsItWas() throws Exception {
    Path volume = Files.createDirectories(folder.resolve("volume"));
    archive(Map.of("a", 4L, "b", 1L), Map.of("a", "evil"));

    assertThatThrownBy(() -> new DataFolderRestore(volume).read(file))
        .hasMessageContaining("1 files of its list are missing");

    assertThat(names(volume)).containsOnly("edge.lock");
    archive(Map.of("a", 4L), Map.of("a", "good"));
    assertThat(new DataFolderRestore(volume).read(file)).isEqualTo(1);
  }

  @Test
  void nobodyUsesAFolderWhoseRestoreWasCutShortUntilItIsRestoredAgain() throws Exception {
    write("pki/own/key.pem", "key");
    new DataFolderBackup(data).write(file);
    Path volume = Files.createDirectories(folder.resolve("volume"));
    // What a kill leaves between two moves.
    Files.createDirectories(volume.resolve(RestoreStaging.INSIDE).resolve("pki"));
    Files.writeString(volume.resolve("of-another-backup"), "old");

    assertThatThrownBy(() -> DataFolderRestore.requireFinished(volume))
        .hasMessageContaining("was not finished");
    assertThatThrownBy(() -> new DataFolderBackup(volume).write(folder.resolve("new.zip")))
        .hasMessageContaining("was not finished");
    new DataFolderRestore(volume).read(file);

    DataFolderRestore.requireFinished(volume);
    assertThat(names(volume)).containsExactlyInAnyOrder("edge.lock", "pki");
    assertThat(volume.resolve("pki/own/key.pem")).hasContent("key");
  }

  @Test
  void aVolumeInUseIsNotRestoredInto() throws Exception {
    write("a", "a");
    new DataFolderBackup(data).write(file);
    Path volume = Files.createDirectories(folder.resolve("volume"));

    try (FolderLock lock = FolderLock.take(volume, "edge")) {
      assertThatThrownBy(() -> new DataFolderRestore(volume).read(file))
          .hasMessageContaining("Another edge runs");
      assertThat(lock).isNotNull();
    }
    assertThat(names(volume)).containsOnly("edge.lock");
  }

  @Test
  void aFolderThatIsInUseIsNotBackedUp() throws Exception {
    write("local-azure/hub.mv.db", "state");
    DataFolderBackup backup = new DataFolderBackup(data);

    try (FolderLock lock = FolderLock.take(data, "edge")) {
      assertThatThrownBy(() -> backup.write(file)).hasMessageContaining("A role runs");
      assertThat(lock).isNotNull();
    }
    try (FileChannel channel =
            FileChannel.open(data.resolve("local-azure/hub.mv.db"), StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThatThrownBy(() -> backup.write(file)).hasMessageContaining("A role runs");
      assertThat(lock.isValid()).isTrue();
    }
    write("database/cloud.lock.db", "");
    assertThatThrownBy(() -> backup.write(file)).hasMessageContaining("a cloud runs");
    assertThat(file).doesNotExist();
  }

  @Test
  void aBackupNeverReplacesAFile() throws Exception {
    write("a", "new");
    Files.writeString(file, "old");

    assertThatThrownBy(() -> new DataFolderBackup(data).write(file))
        .hasMessageContaining("never replaces another");
    assertThatThrownBy(() -> new DataFolderRestore(data).read(file))
        .hasMessageContaining("has files already");
    assertThat(file).hasContent("old");
    assertThat(data.resolve("a")).hasContent("new");
  }

  @Test
  void aLinkIsNotFollowedOutOfTheFolder() throws Exception {
    write("a", "a");
    Files.createSymbolicLink(data.resolve("link"), Path.of("/etc/hostname"));

    assertThatThrownBy(() -> new DataFolderBackup(data).write(file))
        .hasMessageContaining("is a link");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside",
        "/outside",
        "a/../../outside",
        "a//b",
        "./a",
        "a\\..\\b",
        "",
        "..",
        "a/"
      })
  void aPathThatLeadsOutOfTheFolderIsRefused(String name) throws Exception {
    archive(Map.of(name, 4L), Map.of(name, "evil"));

    assertRefused("restored");
    assertThat(folder.resolve("outside")).doesNotExist();
  }

  @Test
  void moreThanTheManifestNamesIsRefused() throws Exception {
    archive(Map.of("a", 4L), Map.of("a", "evil and more"));
    assertRefused("does not have the 4 bytes");

    archive(Map.of("a", 4L), Map.of("a", "evil", "b", "more"));
    assertRefused("not one of its list");

    archive(Map.of("a", 4L, "b", 1L), Map.of("a", "evil"));
    assertRefused("1 files of its list are missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {".unfinished-restore/a", "lost+found/a", "edge.lock"})
  void aFileThatWouldPassForAnUnfinishedRestoreOrALockIsRefused(String name) throws Exception {
    archive(Map.of(name, 1L), Map.of(name, "x"));

    assertRefused("has a name that no file of a data folder has");
  }

  @Test
  void aFileInPlaceOfAFolderIsNamed() throws Exception {
    try (ZipOutputStream zip = zip()) {
      zip.putNextEntry(new ZipEntry(BackupManifest.ENTRY));
      zip.write(
          new BackupManifest(BackupManifest.FORMAT, "", Map.of("a", 1L, "a/b", 1L)).toBytes());
      for (String name : List.of("a", "a/b")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write('x');
      }
    }

    assertRefused("a is there already");
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws Exception {
    archive(Map.of("a", 1L), Map.of("a", "x"));
    Path above = Files.writeString(folder.resolve("above"), "a file");

    assertThatThrownBy(() -> new DataFolderRestore(above.resolve("data")).read(file))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining(above + " is there already");
  }

  @Test
  void moreThanTheDiskHasRoomForIsRefusedBeforeAnythingIsWritten() throws Exception {
    archive(Map.of("a", Long.MAX_VALUE, "b", Long.MAX_VALUE), Map.of("a", "a", "b", "b"));

    assertRefused("has room for");
  }

  @Test
  void whatIsNoBackupIsRefused() throws Exception {
    Files.writeString(file, "no archive");
    assertRefused("cannot be restored");

    write("a", "a");
    Path whole = folder.resolve("whole.zip");
    new DataFolderBackup(data).write(whole);
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 10));
    data = folder.resolve("other");
    assertRefused("cannot be restored");

    try (ZipOutputStream zip = zip()) {
      zip.putNextEntry(new ZipEntry("a"));
    }
    assertRefused("it is no backup");

    try (ZipOutputStream zip = zip()) {
      zip.putNextEntry(new ZipEntry(BackupManifest.ENTRY));
      zip.write("{\"format\":2,\"made\":\"\",\"files\":{}}".getBytes(StandardCharsets.UTF_8));
    }
    assertRefused("another version");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "[]", "", "{\"format\":1}", "{\"format\":1,\"files\":{\"a\":null}}"})
  void aListOfFilesThatIsNoneIsRefused(String json) throws Exception {
    try (ZipOutputStream zip = zip()) {
      zip.putNextEntry(new ZipEntry(BackupManifest.ENTRY));
      zip.write(json.getBytes(StandardCharsets.UTF_8));
    }

    assertRefused("its bactrian-backup.json cannot be read");
  }

  private void assertRefused(String reason) throws IOException {
    assertThatThrownBy(() -> new DataFolderRestore(data).read(file))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining(reason);
    assertThat(data).doesNotExist();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(Path::toString)).noneMatch(name -> name.contains("restored-data"));
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }

  private void archive(Map<String, Long> files, Map<String, String> entries) throws IOException {
    try (ZipOutputStream zip = zip()) {
      zip.putNextEntry(new ZipEntry(BackupManifest.ENTRY));
      zip.write(new BackupManifest(BackupManifest.FORMAT, "", files).toBytes());
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private ZipOutputStream zip() throws IOException {
    OutputStream out = Files.newOutputStream(file);
    return new ZipOutputStream(out);
  }

  private void write(String name, String content) throws IOException {
    Path written = data.resolve(name);
    Files.createDirectories(written.getParent());
    Files.writeString(written, content);
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
