package org.bactrian.model.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournaledFilesTest {

  @TempDir private Path root;

  private Path key;
  private Path certificate;
  private Path old;
  private JournaledFiles files;

  @BeforeEach
  void write() throws IOException {
    key = Files.writeString(root.resolve("key"), "key 1");
    certificate = Files.writeString(root.resolve("certificate"), "certificate 1");
    old = Files.writeString(root.resolve("old"), "old");
    files = new JournaledFiles(root, ".journal");
  }

  @Test
  void allFilesAreChangedAndNoJournalStays() throws IOException {
    files.commit(next());

    assertThat(key).hasContent("key 2");
    assertThat(certificate).hasContent("certificate 2");
    assertThat(old).doesNotExist();
    assertThat(root).isDirectoryNotContaining("glob:**.journal");
    assertThat(files.recover()).isFalse();
  }

  @Test
  void aChangeThatEndsInTheMiddleIsFinishedAtTheNextStart() throws IOException {
    // A folder in the place of the second file, as a disk that takes no more.
    Files.delete(certificate);
    Files.createDirectories(certificate.resolve("full"));
    assertThatThrownBy(() -> files.commit(next())).isInstanceOf(IOException.class);
    assertThat(key).hasContent("key 2");
    assertThat(old).hasContent("old");
    Files.delete(certificate.resolve("full"));
    Files.delete(certificate);

    assertThat(new JournaledFiles(root, ".journal").recover()).isTrue();

    assertThat(key).hasContent("key 2");
    assertThat(certificate).hasContent("certificate 2");
    assertThat(old).doesNotExist();
  }

  @Test
  void aJournalThatIsDamagedChangesNothing() throws IOException {
    Files.writeString(root.resolve(".journal"), "[{\"file\": \"key\", \"cont");

    assertThat(files.recover()).isFalse();

    assertThat(key).hasContent("key 1");
    assertThat(root.resolve(".journal")).doesNotExist();
  }

  @Test
  void noFileOutsideTheFolderIsTouched() throws IOException {
    Path outside = root.resolveSibling("outside-" + root.getFileName());
    Files.writeString(
        root.resolve(".journal"), "[{\"file\": \"../" + outside.getFileName() + "\"}]");

    assertThatThrownBy(
            () -> files.commit(new JournaledFiles.Changes().write(outside, new byte[] {1})))
        .hasMessageContaining("is not below");
    assertThatThrownBy(files::recover).hasMessageContaining("is not below");
    assertThat(outside).doesNotExist();
  }

  private JournaledFiles.Changes next() {
    return new JournaledFiles.Changes()
        .write(key, "key 2".getBytes(StandardCharsets.US_ASCII))
        .write(certificate, "certificate 2".getBytes(StandardCharsets.US_ASCII))
        .delete(old);
  }
}
