package org.bactrian.localazure.keyvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.exception.ResourceNotFoundException;
import com.azure.core.util.polling.SyncPoller;
import com.azure.security.keyvault.keys.KeyClient;
import com.azure.security.keyvault.keys.cryptography.CryptographyClient;
import com.azure.security.keyvault.keys.cryptography.models.EncryptionAlgorithm;
import com.azure.security.keyvault.keys.cryptography.models.KeyWrapAlgorithm;
import com.azure.security.keyvault.keys.cryptography.models.SignatureAlgorithm;
import com.azure.security.keyvault.keys.models.CreateEcKeyOptions;
import com.azure.security.keyvault.keys.models.CreateRsaKeyOptions;
import com.azure.security.keyvault.keys.models.DeletedKey;
import com.azure.security.keyvault.keys.models.JsonWebKey;
import com.azure.security.keyvault.keys.models.KeyCurveName;
import com.azure.security.keyvault.keys.models.KeyOperation;
import com.azure.security.keyvault.keys.models.KeyProperties;
import com.azure.security.keyvault.keys.models.KeyVaultKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys, as the Java SDK uses them. */
class KeysSdkTest {

  private static final byte[] DATA = "to be signed".getBytes(StandardCharsets.UTF_8);
  private static final Duration POLL = Duration.ofMillis(50);

  @TempDir static Path folder;
  private static RunningVault running;
  private static KeyClient keys;
  private static KeyVaultKey rsa;

  @BeforeAll
  static void start() {
    running = RunningVault.in(folder);
    keys = running.keys();
    rsa = keys.createRsaKey(new CreateRsaKeyOptions("rsa").setKeySize(2048));
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @ParameterizedTest
  @CsvSource({
    "RS256, SHA256withRSA",
    "RS384, SHA384withRSA",
    "RS512, SHA512withRSA",
    "PS256, SHA-256",
    "PS384, SHA-384",
    "PS512, SHA-512"
  })
  void anRsaKeySignsByEachAlgorithm(String algorithm, String javaName) throws Exception {
    byte[] signature = sign(rsa, algorithm);

    assertThat(verifies(rsaCheck(javaName), rsa.getKey().toRsa().getPublic(), signature)).isTrue();
    assertThat(verifiedByVault(rsa, algorithm, signature)).isTrue();
    signature[5] ^= 1;
    assertThat(verifiedByVault(rsa, algorithm, signature)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "P-256, ES256, SHA256withECDSAinP1363Format",
    "P-384, ES384, SHA384withECDSAinP1363Format",
    "P-521, ES512, SHA512withECDSAinP1363Format"
  })
  void anEcKeySignsOnEachCurve(String curve, String algorithm, String javaName) throws Exception {
    KeyVaultKey key =
        keys.createEcKey(
            new CreateEcKeyOptions("signer-" + curve).setCurveName(KeyCurveName.fromString(curve)));

    byte[] signature = sign(key, algorithm);

    assertThat(
            verifies(Signature.getInstance(javaName), key.getKey().toEc().getPublic(), signature))
        .isTrue();
    assertThat(verifiedByVault(key, algorithm, signature)).isTrue();
  }

  @Test
  void aLargeKeyIsMadeInItsSize() {
    KeyVaultKey key = keys.createRsaKey(new CreateRsaKeyOptions("large").setKeySize(3072));

    assertThat(key.getKey().getN()).hasSize(3072 / 8);
    assertThat(key.getKey().hasPrivateKey()).isFalse();
  }

  @Test
  void whatWasEncryptedOrWrappedIsGivenBack() {
    CryptographyClient client = running.cryptography(rsa.getId());

    for (EncryptionAlgorithm algorithm :
        List.of(
            EncryptionAlgorithm.RSA1_5,
            EncryptionAlgorithm.RSA_OAEP,
            EncryptionAlgorithm.RSA_OAEP_256)) {
      byte[] encrypted = client.encrypt(algorithm, DATA).getCipherText();
      assertThat(client.decrypt(algorithm, encrypted).getPlainText()).isEqualTo(DATA);
    }
    byte[] wrapped = client.wrapKey(KeyWrapAlgorithm.RSA_OAEP_256, DATA).getEncryptedKey();
    assertThat(client.unwrapKey(KeyWrapAlgorithm.RSA_OAEP_256, wrapped).getKey()).isEqualTo(DATA);
  }

  @Test
  void anImportedKeySigns() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair pair = generator.generateKeyPair();

    KeyVaultKey key =
        keys.importKey("imported", JsonWebKey.fromEc(pair, new BouncyCastleProvider()));

    Signature check = Signature.getInstance("SHA256withECDSAinP1363Format");
    assertThat(verifies(check, pair.getPublic(), sign(key, "ES256"))).isTrue();
  }

  @Test
  void aKeyHasItsVersionsAndItsProperties() {
    KeyVaultKey first = keys.createEcKey(new CreateEcKeyOptions("versions"));
    KeyVaultKey second =
        keys.createEcKey(new CreateEcKeyOptions("versions").setTags(Map.of("site", "north")));

    KeyVaultKey changed =
        keys.updateKeyProperties(
            second.getProperties().setTags(Map.of("site", "south")), KeyOperation.SIGN);

    assertThat(keys.listPropertiesOfKeyVersions("versions").stream())
        .extracting(KeyProperties::getVersion)
        .containsExactly(first.getProperties().getVersion(), second.getProperties().getVersion());
    assertThat(keys.getKey("versions").getProperties().getVersion())
        .isEqualTo(second.getProperties().getVersion());
    assertThat(keys.getKey("versions", first.getProperties().getVersion()).getId())
        .isEqualTo(first.getId());
    assertThat(changed.getProperties().getTags()).containsEntry("site", "south");
    assertThat(changed.getKeyOperations()).containsExactly(KeyOperation.SIGN);
    assertThat(keys.rotateKey("versions").getProperties().getVersion())
        .isNotEqualTo(second.getProperties().getVersion());
  }

  @Test
  void aDisabledKeySignsNothing() {
    KeyVaultKey key = keys.createEcKey(new CreateEcKeyOptions("disabled"));
    keys.updateKeyProperties(key.getProperties().setEnabled(false));

    assertThatThrownBy(() -> sign(key, "ES256"))
        .isInstanceOf(HttpResponseException.class)
        .hasMessageContaining("403")
        .hasMessageContaining("KeyDisabled");
  }

  @Test
  void listsComeInPages() {
    List<String> names = IntStream.range(0, 30).mapToObj(i -> "listed-%02d".formatted(i)).toList();
    names.forEach(name -> keys.createEcKey(new CreateEcKeyOptions(name)));

    assertThat(keys.listPropertiesOfKeys().stream().map(KeyProperties::getName))
        .containsAll(names)
        .doesNotHaveDuplicates();
    assertThat(keys.listPropertiesOfKeys().streamByPage()).hasSizeGreaterThan(1);
  }

  @Test
  void aDeletedKeyIsRecoveredOrPurged() {
    KeyVaultKey key = keys.createEcKey(new CreateEcKeyOptions("short-lived"));

    SyncPoller<DeletedKey, Void> deletion =
        keys.beginDeleteKey("short-lived").setPollInterval(POLL);
    deletion.waitForCompletion();
    assertThatThrownBy(() -> keys.getKey("short-lived"))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> keys.createEcKey(new CreateEcKeyOptions("short-lived")))
        .isInstanceOf(HttpResponseException.class)
        .hasMessageContaining("ObjectIsDeletedButRecoverable");
    assertThat(keys.listDeletedKeys().stream().map(KeyVaultKey::getName)).contains("short-lived");

    keys.beginRecoverDeletedKey("short-lived").setPollInterval(POLL).waitForCompletion();
    assertThat(keys.getKey("short-lived").getId()).isEqualTo(key.getId());

    keys.beginDeleteKey("short-lived").setPollInterval(POLL).waitForCompletion();
    assertThat(keys.getDeletedKey("short-lived").getScheduledPurgeDate())
        .isAfter(OffsetDateTime.now(ZoneOffset.UTC).plusDays(89));
    keys.purgeDeletedKey("short-lived");
    assertThat(keys.listDeletedKeys().stream().map(KeyVaultKey::getName))
        .doesNotContain("short-lived");
  }

  @Test
  void aBackupIsRestoredWithAllVersions() {
    keys.createEcKey(new CreateEcKeyOptions("saved"));
    KeyVaultKey second = keys.createEcKey(new CreateEcKeyOptions("saved"));
    byte[] backup = keys.backupKey("saved");
    keys.beginDeleteKey("saved").setPollInterval(POLL).waitForCompletion();
    keys.purgeDeletedKey("saved");

    KeyVaultKey restored = keys.restoreKeyBackup(backup);

    assertThat(restored.getId()).isEqualTo(second.getId());
    assertThat(keys.listPropertiesOfKeyVersions("saved").stream()).hasSize(2);
  }

  private static byte[] sign(KeyVaultKey key, String algorithm) {
    return running
        .cryptography(key.getId())
        .signData(SignatureAlgorithm.fromString(algorithm), DATA)
        .getSignature();
  }

  /** The SDK verifies by itself, so the vault is asked without it. */
  private static boolean verifiedByVault(KeyVaultKey key, String algorithm, byte[] signature)
      throws Exception {
    String digest = "SHA-" + algorithm.substring(2);
    String body =
        RunningVault.JSON
            .createObjectNode()
            .put("alg", algorithm)
            .put("digest", encoded(MessageDigest.getInstance(digest).digest(DATA)))
            .put("value", encoded(signature))
            .toString();
    String path = URI.create(key.getId()).getPath();
    return running.call("POST", path + "/verify", body).path("value").asBoolean();
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Signature rsaCheck(String name) throws Exception {
    if (name.endsWith("RSA")) {
      return Signature.getInstance(name);
    }
    Signature check = Signature.getInstance("RSASSA-PSS");
    int bytes = Integer.parseInt(name.substring(4)) / 8;
    check.setParameter(new PSSParameterSpec(name, "MGF1", new MGF1ParameterSpec(name), bytes, 1));
    return check;
  }

  private static boolean verifies(Signature check, PublicKey key, byte[] signature)
      throws Exception {
    check.initVerify(key);
    check.update(DATA);
    return check.verify(signature);
  }
}
