package org.bactrian.cloud.vault.key;

import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import com.azure.security.keyvault.secrets.models.SecretProperties;
import java.util.Base64;
import java.util.Optional;

/** Private keys of requesters as secrets of Key Vault. */
public final class KeyVaultSecrets implements KeyPairSecrets {

  private static final String CONTENT_TYPE = "application/pkcs8";

  private final SecretClient secrets;

  /** With the client of the vault. */
  public KeyVaultSecrets(SecretClient secrets) {
    this.secrets = secrets;
  }

  @Override
  public void put(String name, byte[] key) {
    KeyVaultSecret secret = new KeyVaultSecret(name, Base64.getEncoder().encodeToString(key));
    secret.setProperties(new SecretProperties().setContentType(CONTENT_TYPE));
    KeyVaultCalls.call("keep secret " + name, () -> secrets.setSecret(secret));
  }

  @Override
  public Optional<byte[]> find(String name) {
    return KeyVaultCalls.find("read secret " + name, () -> secrets.getSecret(name))
        .map(secret -> Base64.getDecoder().decode(secret.getValue()));
  }

  @Override
  public void deleteSecret(String name) {
    KeyVaultCalls.delete("delete secret " + name, () -> secrets.beginDeleteSecret(name).poll());
  }
}
