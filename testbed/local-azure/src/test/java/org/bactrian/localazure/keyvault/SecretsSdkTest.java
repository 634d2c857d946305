package org.bactrian.localazure.keyvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.exception.ResourceNotFoundException;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import com.azure.security.keyvault.secrets.models.SecretProperties;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets, as the Java SDK uses them. */
class SecretsSdkTest {

  private static final Duration POLL = Duration.ofMillis(50);

  @TempDir static Path folder;
  private static RunningVault running;
  private static SecretClient secrets;

  @BeforeAll
  static void start() {
    running = RunningVault.in(folder);
    secrets = running.secrets();
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Test
  void eachVersionKeepsItsValueAndProperties() {
    OffsetDateTime end = OffsetDateTime.of(2040, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC);
    KeyVaultSecret first = secrets.setSecret("password", "one");
    secrets.setSecret(
        new KeyVaultSecret("password", "two")
            .setProperties(
                new SecretProperties()
                    .setContentType("text/plain")
                    .setExpiresOn(end)
                    .setTags(Map.of("site", "north"))));

    KeyVaultSecret current = secrets.getSecret("PASSWORD");

    assertThat(current.getValue()).isEqualTo("two");
    assertThat(current.getProperties().getContentType()).isEqualTo("text/plain");
    assertThat(current.getProperties().getExpiresOn()).isEqualTo(end);
    assertThat(current.getProperties().getTags()).containsEntry("site", "north");
    assertThat(secrets.getSecret("password", first.getProperties().getVersion()).getValue())
        .isEqualTo("one");
    assertThat(secrets.listPropertiesOfSecretVersions("password").stream()).hasSize(2);
  }

  @Test
  void aDisabledSecretIsNotGivenOut() {
    KeyVaultSecret secret = secrets.setSecret("disabled", "value");

    secrets.updateSecretProperties(secret.getProperties().setEnabled(false));

    assertThatThrownBy(() -> secrets.getSecret("disabled"))
        .isInstanceOf(HttpResponseException.class)
        .hasMessageContaining("SecretDisabled");
  }

  @Test
  void listsComeInPagesAndWithoutValues() throws Exception {
    List<String> names = IntStream.range(0, 30).mapToObj(i -> "listed-%02d".formatted(i)).toList();
    names.forEach(name -> secrets.setSecret(name, "hidden value"));

    assertThat(secrets.listPropertiesOfSecrets().stream().map(SecretProperties::getName))
        .containsAll(names)
        .doesNotHaveDuplicates();
    assertThat(running.call("GET", "/secrets", "").toString()).doesNotContain("hidden value");
  }

  @Test
  void aDeletedSecretIsRecoveredOrPurged() {
    secrets.setSecret("short-lived", "value");

    secrets.beginDeleteSecret("short-lived").setPollInterval(POLL).waitForCompletion();
    assertThatThrownBy(() -> secrets.getSecret("short-lived"))
        .isInstanceOf(ResourceNotFoundException.class);
    secrets.beginRecoverDeletedSecret("short-lived").setPollInterval(POLL).waitForCompletion();
    assertThat(secrets.getSecret("short-lived").getValue()).isEqualTo("value");

    secrets.beginDeleteSecret("short-lived").setPollInterval(POLL).waitForCompletion();
    assertThat(secrets.listDeletedSecrets().stream().map(KeyVaultSecret::getName))
        .containsExactly("short-lived");
    secrets.purgeDeletedSecret("short-lived");
    assertThat(secrets.listDeletedSecrets().stream()).isEmpty();
  }

  @Test
  void aBackupIsRestoredWithItsValue() {
    secrets.setSecret("saved", "value");
    byte[] backup = secrets.backupSecret("saved");
    secrets.beginDeleteSecret("saved").setPollInterval(POLL).waitForCompletion();
    secrets.purgeDeletedSecret("saved");

    secrets.restoreSecretBackup(backup);

    assertThat(secrets.getSecret("saved").getValue()).isEqualTo("value");
  }
}
