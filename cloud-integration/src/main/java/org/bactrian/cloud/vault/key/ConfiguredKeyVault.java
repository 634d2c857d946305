package org.bactrian.cloud.vault.key;

import java.io.IOException;
import java.util.Optional;
import org.bactrian.cloud.vault.contract.SignatureAlgorithm;
import org.bactrian.cloud.vault.keyvault.KeyVaultClients;
import org.bactrian.cloud.vault.keyvault.KeyVaultSettings;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.jspecify.annotations.Nullable;

/**
 * The Key Vault that the cloud was given, whose clients are made with the first call: they take
 * longer to load than the rest of the service. Without a vault every call is refused.
 */
public final class ConfiguredKeyVault implements AuthorityKeys, KeyPairSecrets {

  private final KeyVaultSettings settings;
  private final boolean hardware;
  private @Nullable Opened opened;

  /** Clients of the vault. */
  private record Opened(AuthorityKeys keys, KeyPairSecrets secrets) {}

  /**
   * @param settings the vault and who the cloud is there
   * @param hardware whether keys of authorities are made in the vault's hardware module
   */
  public ConfiguredKeyVault(KeyVaultSettings settings, boolean hardware) {
    this.settings = settings;
    this.hardware = hardware;
  }

  private synchronized Opened opened() {
    Opened known = opened;
    if (known != null) {
      return known;
    }
    if (settings.url().isEmpty()) {
      throw new OperationException(
          FaultKind.NOT_SUPPORTED,
          "This cloud has no Key Vault. Start it with --key-vault-url and the URL of one.");
    }
    try {
      KeyVaultClients clients = new KeyVaultClients(settings);
      Opened made =
          new Opened(
              new KeyVaultKeys(clients.keys(), clients::cryptography, hardware),
              new KeyVaultSecrets(clients.secrets()));
      opened = made;
      return made;
    } catch (IOException e) {
      throw new OperationException(
          FaultKind.EXTERNAL_DEPENDENCY,
          "Key Vault cannot be reached: its authority cannot be read: " + e.getMessage(),
          e);
    }
  }

  @Override
  public AuthorityKey create(String name, KeySize size) {
    return opened().keys().create(name, size);
  }

  @Override
  public byte[] sign(String keyId, SignatureAlgorithm algorithm, byte[] data) {
    return opened().keys().sign(keyId, algorithm, data);
  }

  @Override
  public void put(String name, byte[] key) {
    opened().secrets().put(name, key);
  }

  @Override
  public Optional<byte[]> find(String name) {
    return opened().secrets().find(name);
  }

  @Override
  public void deleteKey(String name) {
    opened().keys().deleteKey(name);
  }

  @Override
  public void deleteSecret(String name) {
    opened().secrets().deleteSecret(name);
  }
}
