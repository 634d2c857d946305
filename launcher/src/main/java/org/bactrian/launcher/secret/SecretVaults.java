package org.bactrian.launcher.secret;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.bactrian.cloud.vault.keyvault.KeyVaultSettings;
import org.bactrian.launcher.azure.LocalEndpoints;

/** Key Vaults that hold the secrets of options and routes. */
public final class SecretVaults {

  private SecretVaults() {}

  /**
   * The vault that the environment names, as {@code BACTRIAN_KEY_VAULT} by its URL or as {@code
   * CAMEL_VAULT_AZURE_VAULT_NAME} by its name, else that of the local Azure of a data folder.
   *
   * @return throws {@link SecretException} when there is none
   */
  public static Supplier<KeyVaultSettings> of(Map<String, String> environment, Path data) {
    return () ->
        named(environment)
            .map(KeyVaultSettings::inAzure)
            .or(() -> LocalEndpoints.in(data).map(SecretVaults::local))
            .orElseThrow(
                () ->
                    new SecretException(
                        "{{azure:…}} refers to a Key Vault, and none is named. Set"
                            + " BACTRIAN_KEY_VAULT to its URL.",
                        null));
  }

  private static Optional<String> named(Map<String, String> environment) {
    String url =
        environment.getOrDefault(
            "BACTRIAN_KEY_VAULT", environment.getOrDefault("PCS_KEYVAULT_URL", ""));
    String name = environment.getOrDefault("CAMEL_VAULT_AZURE_VAULT_NAME", "");
    return url.isBlank()
        ? Optional.of(name)
            .filter(text -> !text.isBlank())
            .map(text -> "https://" + text + ".vault.azure.net")
        : Optional.of(url);
  }

  /** The vault of a local Azure. */
  public static KeyVaultSettings local(LocalEndpoints endpoints) {
    return new KeyVaultSettings(
        endpoints.keyVaultUrl(),
        endpoints.caFile(),
        endpoints.keyVaultTenantId(),
        endpoints.keyVaultClientId(),
        endpoints.keyVaultClientSecret());
  }
}
