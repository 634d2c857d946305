package org.bactrian.cloud.vault.keyvault;

/**
 * A Key Vault and how the cloud proves itself to it.
 *
 * @param url of the vault, such as {@code https://plant.vault.azure.net}; empty for none
 * @param caFile PEM file of an authority to trust for this vault, empty for none
 * @param tenantId directory of the client, for a local vault only
 * @param clientId id of the client at the local vault; empty in Azure, where the environment, a
 *     managed identity or the Azure CLI say who the cloud is
 * @param clientSecret what the client proves itself with; a secret
 */
public record KeyVaultSettings(
    String url, String caFile, String tenantId, String clientId, String clientSecret) {

  /** No vault. */
  public static final KeyVaultSettings NONE = new KeyVaultSettings("", "", "", "", "");

  /**
   * Checks the URL.
   *
   * @throws IllegalArgumentException when it is not one of HTTPS
   */
  public KeyVaultSettings {
    if (!url.isEmpty() && !url.matches("https://[^/?#@]+/?")) {
      throw new IllegalArgumentException(
          "The URL of a Key Vault is https:// and a host, such as https://plant.vault.azure.net");
    }
  }

  /** A vault in Azure. */
  public static KeyVaultSettings inAzure(String url) {
    return new KeyVaultSettings(url, "", "", "", "");
  }

  boolean inLocalAzure() {
    return !clientId.isEmpty();
  }

  /** Names the vault, not the client's secret. */
  @Override
  public String toString() {
    return "KeyVaultSettings[" + url + "]";
  }
}
