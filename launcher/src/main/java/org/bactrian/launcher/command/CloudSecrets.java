package org.bactrian.launcher.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bactrian.cloud.vault.keyvault.KeyVaultSettings;
import org.bactrian.launcher.otlp.OtlpEnvironment;
import org.bactrian.launcher.secret.SecretException;
import org.bactrian.launcher.secret.SecretFileWatch;
import org.bactrian.launcher.secret.SecretFiles;
import org.bactrian.launcher.secret.SecretVaults;
import org.bactrian.launcher.secret.VaultPlaceholders;
import org.jspecify.annotations.Nullable;

/** Secrets of the cloud's options: as written, in the files of variables, or in Key Vault. */
final class CloudSecrets {

  static final List<String> HUB = List.of("BACTRIAN_HUB", "PCS_IOTHUB_CONNSTRING");
  static final List<String> SERVICE_BUS =
      List.of("BACTRIAN_SERVICE_BUS", "PCS_SERVICEBUS_CONNSTRING");
  static final List<String> EVENT_HUB = List.of("BACTRIAN_EVENT_HUB");
  static final List<String> DATABASE_PASSWORD = List.of("BACTRIAN_DATABASE_PASSWORD");

  /** Those that are read elsewhere. */
  private static final List<String> OTHERS = List.of(OtlpEnvironment.HEADERS);

  private final Map<String, String> environment;
  private final VaultPlaceholders vault;

  /**
   * Creates the secrets of an environment.
   *
   * @param keyVault URL of the vault; null or blank for that of the environment or of the data
   *     folder
   */
  CloudSecrets(Map<String, String> environment, @Nullable String keyVault, Path data) {
    this.environment = Map.copyOf(environment);
    this.vault =
        new VaultPlaceholders(
            () ->
                given(keyVault)
                    .map(KeyVaultSettings::inAzure)
                    .orElseGet(SecretVaults.of(environment, data)));
  }

  /**
   * The value of an option that may be a secret: as written, or in the file of one of its
   * variables, and with the secrets of Key Vault that it refers to.
   */
  Optional<String> read(@Nullable String option, List<String> variables) {
    try {
      Map<String, String> files = SecretFiles.expand(environment, variables);
      return given(option)
          .or(() -> variables.stream().map(files::get).flatMap(Stream::ofNullable).findFirst())
          .map(vault::resolve);
    } catch (SecretException e) {
      throw failure(e);
    }
  }

  /** A watch over the files of secrets, which watches none unless the environment asks for it. */
  SecretFileWatch watch() {
    try {
      return SecretFileWatch.of(
          environment,
          Stream.of(HUB, SERVICE_BUS, EVENT_HUB, DATABASE_PASSWORD, OTHERS)
              .flatMap(List::stream)
              .toList());
    } catch (SecretException e) {
      throw failure(e);
    }
  }

  private static CommandFailure failure(SecretException fault) {
    return new CommandFailure(ExitCode.FAILED, String.valueOf(fault.getMessage()), fault);
  }

  static Optional<String> given(@Nullable String option) {
    return Optional.ofNullable(option).filter(text -> !text.isBlank());
  }
}
