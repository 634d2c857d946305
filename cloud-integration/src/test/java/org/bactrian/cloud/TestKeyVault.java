package org.bactrian.cloud;

import org.bactrian.cloud.vault.keyvault.KeyVaultSettings;
import org.bactrian.localazure.LocalAzure;

/** How the cloud reaches the Key Vault of a local Azure. */
public final class TestKeyVault {

  private TestKeyVault() {}

  /** The settings. */
  public static KeyVaultSettings of(LocalAzure azure) {
    return new KeyVaultSettings(
        azure.keyVault().url(),
        azure.caFile().toString(),
        azure.keyVault().client().tenant(),
        azure.keyVault().client().id(),
        azure.keyVault().client().secret());
  }
}
