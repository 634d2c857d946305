package org.bactrian.localazure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bactrian.localazure.hub.identity.ClientId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of the local Azure that a full disk or a hand has damaged while it was stopped. */
class DamagedFilesTest {

  @TempDir Path folder;

  @BeforeEach
  void runOnce() {
    try (LocalAzure azure = start()) {
      for (int device = 0; device < 20; device++) {
        azure.hub().register(ClientId.device("press-" + device));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.5, 0.9})
  void aStateThatIsEmptiedOrCutIsRefusedByNameAndNotTakenForAnOldOne(double left) throws Exception {
    Path state = folder.resolve("local-azure.mv");
    cut(state, left);

    assertThatThrownBy(this::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(state.toString())
        .hasMessageContaining("delete it to begin anew");

    Files.delete(state);
    try (LocalAzure azure = start()) {
      assertThat(azure.hub().serviceConnectionString()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca.key", "ca.pem"})
  void anAuthorityThatIsCutIsRefusedByName(String name) throws Exception {
    cut(folder.resolve("local-azure-pki").resolve(name), 0.5);

    assertThatThrownBy(this::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(name)
        .hasMessageContaining("to begin anew");
  }

  @Test
  void anAuthorityWhoseKeyIsGoneIsRefusedByNameAndNotMadeAnew() throws Exception {
    Files.delete(folder.resolve("local-azure-pki/ca.key"));

    assertThatThrownBy(this::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ca.key is missing.")
        .hasMessageContaining("to begin anew");
  }

  @ParameterizedTest
  @ValueSource(strings = {"server.key", "server.pem"})
  void whatIsCutOfTheServerIsMadeAnewByTheSameAuthority(String name) throws Exception {
    byte[] authority = Files.readAllBytes(folder.resolve("local-azure-pki/ca.pem"));
    cut(folder.resolve("local-azure-pki").resolve(name), 0.5);

    try (RunningAzure running = RunningAzure.in(folder)) {
      assertThat(Files.readAllBytes(running.azure().caFile())).isEqualTo(authority);
      assertThat(running.registry().getDevice("press-7").getDeviceId()).isEqualTo("press-7");
    }
  }

  private LocalAzure start() {
    return LocalAzure.start(LocalAzureSettings.in(folder).withFreePorts());
  }

  private static void cut(Path file, double left) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate((long) (channel.size() * left));
    }
  }
}
