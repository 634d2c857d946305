package org.bactrian.cloud.vault.keyvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.security.keyvault.keys.cryptography.models.SignatureAlgorithm;
import com.azure.security.keyvault.keys.models.CreateRsaKeyOptions;
import com.azure.security.keyvault.keys.models.KeyVaultKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Signature;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cloud's clients of a local Key Vault, with the SDK's own credential. */
class KeyVaultClientsTest {

  @TempDir static Path folder;
  private static LocalAzure azure;
  private static KeyVaultClients clients;

  @BeforeAll
  static void start() throws Exception {
    azure = LocalAzure.start(LocalAzureSettings.in(folder).withFreePorts());
    clients =
        new KeyVaultClients(
            new KeyVaultSettings(
                azure.keyVault().url(),
                azure.caFile().toString(),
                azure.keyVault().client().tenant(),
                azure.keyVault().client().id(),
                azure.keyVault().client().secret()));
  }

  @AfterAll
  static void stop() {
    azure.close();
  }

  @Test
  void aKeyThatIsMadeInTheVaultSignsThere() throws Exception {
    KeyVaultKey key = clients.keys().createRsaKey(new CreateRsaKeyOptions("root").setKeySize(2048));
    byte[] data = "to be signed".getBytes(StandardCharsets.UTF_8);

    byte[] signature =
        clients.cryptography(key.getId()).signData(SignatureAlgorithm.RS256, data).getSignature();

    Signature check = Signature.getInstance("SHA256withRSA");
    check.initVerify(key.getKey().toRsa().getPublic());
    check.update(data);
    assertThat(check.verify(signature)).isTrue();
    assertThat(key.getKey().hasPrivateKey()).isFalse();
  }

  @Test
  void aSecretIsGivenBack() {
    clients.secrets().setSecret("private-key", "keep it");

    assertThat(clients.secrets().getSecret("private-key").getValue()).isEqualTo("keep it");
  }

  @Test
  void withoutAVaultTheOptionToGiveIsNamed() {
    assertThatThrownBy(() -> new KeyVaultClients(KeyVaultSettings.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--key-vault-url");
  }
}
