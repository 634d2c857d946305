package org.bactrian.launcher.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesTest {

  private static final String SECRET = "s3cret-of-the-hub";

  @TempDir private Path folder;

  @Test
  void aVariableHasTheContentOfItsFileWithoutTheLineEnd() throws Exception {
    Path file = Files.writeString(folder.resolve("hub"), SECRET + "\r\n");

    Map<String, String> expanded =
        SecretFiles.expand(
            Map.of("BACTRIAN_HUB_FILE", file.toString(), "COMPOSE_FILE", "x"),
            List.of("BACTRIAN_HUB", "ApiKey"));

    assertThat(expanded).containsEntry("BACTRIAN_HUB", SECRET).containsEntry("COMPOSE_FILE", "x");
    assertThat(expanded).doesNotContainKeys("COMPOSE", "ApiKey");
  }

  @Test
  void whatCannotBeASecretIsRefusedByItsNameAndNotRepeated() throws Exception {
    Path file = Files.writeString(folder.resolve("hub"), SECRET);
    assertRefused(Map.of("A_FILE", file.toString(), "A", SECRET), "both A and A_FILE");
    assertRefused(Map.of("A_FILE", folder.resolve("none").toString()), "cannot be read");
    assertRefused(Map.of("A_FILE", folder.toString()), "cannot be read");

    Files.writeString(file, "\n");
    assertRefused(Map.of("A_FILE", file.toString()), "is empty");
    Files.write(file, new byte[70_000]);
    assertRefused(Map.of("A_FILE", file.toString()), "larger than");
    Files.write(file, new byte[] {(byte) 0xC3});
    assertRefused(Map.of("A_FILE", file.toString()), "no text in UTF-8");
  }

  private static void assertRefused(Map<String, String> environment, String reason) {
    assertThatThrownBy(() -> SecretFiles.expand(environment, List.of("A")))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("A_FILE")
        .hasMessageContaining(reason)
        .message()
        .doesNotContain(SECRET);
  }
}
