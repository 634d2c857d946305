package org.bactrian.launcher.secret;

import com.azure.core.exception.AzureException;
import com.azure.security.keyvault.secrets.SecretClient;
import java.io.IOException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.azure.key.vault.KeyVaultPropertiesFunction;
import org.apache.camel.spi.PropertiesFunction;
import org.bactrian.cloud.vault.keyvault.KeyVaultClients;
import org.bactrian.cloud.vault.keyvault.KeyVaultSettings;
import org.jspecify.annotations.Nullable;

/**
 * Placeholders {@code {{azure:NAME}}} for secrets of Key Vault, in routes and in options, as Camel
 * writes them: {@code NAME#field} for a member of a secret that is JSON, {@code NAME:default}, and
 * {@code NAME@version}. The vault is reached when the first one is asked for.
 */
public final class VaultPlaceholders implements PropertiesFunction {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{azure:([^{}]+)}}");

  private final Supplier<KeyVaultSettings> vault;
  private @Nullable KeyVaultPropertiesFunction secrets;

  /**
   * Creates placeholders.
   *
   * @param vault tells the vault; asked once, when the first secret is needed
   */
  public VaultPlaceholders(Supplier<KeyVaultSettings> vault) {
    this.vault = vault;
  }

  @Override
  public String getName() {
    return "azure";
  }

  /**
   * Returns a secret.
   *
   * @param remainder what stands behind {@code azure:}
   * @throws SecretException when the vault does not give it; it names the secret
   */
  @Override
  public String apply(String remainder) {
    String name = remainder.replaceFirst("[#:@].*", "");
    String secret;
    try {
      secret = secrets().apply(remainder);
    } catch (AzureException | RuntimeCamelException | IllegalArgumentException e) {
      throw new SecretException(
          ("Key Vault did not give the secret %s of {{azure:%s}}: %s. Check its name, and that this"
                  + " identity may read secrets (role Key Vault Secrets User).")
              .formatted(name, name, reason(e)),
          e);
    }
    if (secret == null) {
      throw new SecretException(
          "The secret %s of Key Vault has no such member as {{azure:…}} names.".formatted(name),
          null);
    }
    return secret;
  }

  /** The first sentence only; what follows is the body of an answer. */
  private static String reason(RuntimeException fault) {
    String text = String.valueOf(fault.getMessage());
    return text.lines().findFirst().orElse("").replaceFirst("[.,].*", "");
  }

  private synchronized KeyVaultPropertiesFunction secrets() {
    if (secrets == null) {
      try {
        SecretClient client = new KeyVaultClients(vault.get()).secrets();
        secrets = new KeyVaultPropertiesFunction(client);
      } catch (IOException e) {
        throw new SecretException("The authority of the Key Vault cannot be read.", e);
      }
    }
    return secrets;
  }

  /**
   * Returns a text with secrets in the place of its placeholders.
   *
   * @throws SecretException when the vault does not give one
   */
  public String resolve(String text) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(apply(found.group(1))));
  }
}
