package org.bactrian.localazure.keyvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.security.keyvault.keys.cryptography.models.SignatureAlgorithm;
import com.azure.security.keyvault.keys.models.CreateEcKeyOptions;
import com.azure.security.keyvault.keys.models.KeyVaultKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.keyvault.auth.VaultClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State of the vault that survives a stop, and what a reader of its file learns. */
class VaultDurabilityTest {

  private static final String SECRET = "not-to-be-read-in-the-file";

  @TempDir Path folder;

  @Test
  void whatWasAnsweredIsThereAfterTheProcessDies() throws Exception {
    RunningVault killed = RunningVault.in(folder);
    KeyVaultKey key = killed.keys().createEcKey(new CreateEcKeyOptions("signer"));
    killed.secrets().setSecret("password", SECRET);
    killed.secrets().setSecret("deleted", "value");
    killed.secrets().beginDeleteSecret("deleted");
    String token = killed.vault().token();
    VaultClient client = killed.vault().client();
    killed.azure().halt();

    try (RunningVault again = RunningVault.in(folder)) {
      assertThat(again.vault().client()).isEqualTo(client);
      assertThat(again.sendAs("Bearer " + token, "GET", "/keys").statusCode()).isEqualTo(200);
      String version = key.getProperties().getVersion();
      String id = again.keys().getKey("signer", version).getId();
      byte[] data = "data".getBytes(StandardCharsets.UTF_8);
      assertThat(again.cryptography(id).signData(SignatureAlgorithm.ES256, data).getSignature())
          .hasSize(64);
      assertThat(again.secrets().getSecret("password").getValue()).isEqualTo(SECRET);
      assertThat(again.secrets().getDeletedSecret("deleted").getValue()).isNull();
    }
  }

  @Test
  void theStateFileShowsNoSecret() throws Exception {
    try (RunningVault running = RunningVault.in(folder)) {
      running.secrets().setSecret("password", SECRET);
    }

    String state = Files.readString(folder.resolve("local-azure.mv"), StandardCharsets.ISO_8859_1);

    assertThat(state).contains("vault.secrets").doesNotContain(SECRET);
  }

  @Test
  void withoutItsKeyFileTheVaultIsNotOpenedAndTheRemedyIsNamed() throws Exception {
    try (RunningVault running = RunningVault.in(folder)) {
      running.secrets().setSecret("password", SECRET);
    }
    Path keyFile = folder.resolve("local-azure-vault.key");
    byte[] key = Files.readAllBytes(keyFile);
    Files.delete(keyFile);

    assertThatThrownBy(() -> LocalAzure.start(LocalAzureSettings.in(folder).withFreePorts()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("local-azure-vault.key is missing")
        .hasMessageContaining("Put back");
    assertThat(keyFile).doesNotExist();
    Files.write(keyFile, new byte[32]);
    assertThatThrownBy(() -> LocalAzure.start(LocalAzureSettings.in(folder).withFreePorts()))
        .hasMessageContaining("was not sealed with the key in");
    Files.write(keyFile, new byte[3]);
    assertThatThrownBy(() -> LocalAzure.start(LocalAzureSettings.in(folder).withFreePorts()))
        .hasMessageContaining("3 bytes");

    Files.write(keyFile, key);
    try (RunningVault again = RunningVault.in(folder)) {
      assertThat(again.secrets().getSecret("password").getValue()).isEqualTo(SECRET);
    }
  }
}
