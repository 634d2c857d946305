package org.bactrian.edge.publisher.nodes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bactrian.model.file.OwnerOnly;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cipher for the credentials of a published nodes file (AES-256 in GCM mode), with a key of this
 * edge that is made when it is first needed and that only its owner may read. Thread-safe.
 *
 * @param keyFile file of the key
 */
public record CredentialCipher(Path keyFile) {

  private static final Logger LOG = LoggerFactory.getLogger(CredentialCipher.class);
  private static final String ALGORITHM = "AES/GCM/NoPadding";
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int LONGEST = 64 * 1024;

  private static final SecureRandom RANDOM = new SecureRandom();

  /** The cipher of the edge whose data is in a folder. */
  public static CredentialCipher in(Path data) {
    return new CredentialCipher(data.resolve("credentials.key"));
  }

  /**
   * Encrypts a text.
   *
   * @throws IOException when the key cannot be read or made
   */
  public String encrypt(String plain) throws IOException {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      Cipher cipher = Cipher.getInstance(ALGORITHM);
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(keyOrNew(), "AES"),
          new GCMParameterSpec(TAG_BITS, nonce));
      byte[] sealed = cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder()
          .encodeToString(
              ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /**
   * Decrypts a text; empty when it was not encrypted with the key of this edge.
   *
   * @throws IOException when there is a key that cannot be read, or is none
   */
  public Optional<String> decrypt(String encrypted) throws IOException {
    if (encrypted.length() > LONGEST || !Files.exists(keyFile)) {
      return Optional.empty();
    }
    try {
      byte[] sealed = Base64.getDecoder().decode(encrypted.strip());
      if (sealed.length <= NONCE_BYTES) {
        return Optional.empty();
      }
      Cipher cipher = Cipher.getInstance(ALGORITHM);
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(key(), "AES"),
          new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES));
      return Optional.of(
          new String(
              cipher.doFinal(Arrays.copyOfRange(sealed, NONCE_BYTES, sealed.length)),
              StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      LOG.debug("A credential was not encrypted with {}: {}", keyFile, e.getClass().getName());
      return Optional.empty();
    }
  }

  private synchronized byte[] keyOrNew() throws IOException {
    if (!Files.exists(keyFile)) {
      byte[] key = new byte[KEY_BYTES];
      RANDOM.nextBytes(key);
      Files.createDirectories(keyFile.toAbsolutePath().getParent());
      OwnerOnly.write(keyFile, key);
      LOG.info("{} was made. Credentials that it encrypts are lost without it.", keyFile);
    }
    return key();
  }

  private byte[] key() throws IOException {
    byte[] key = Files.readAllBytes(keyFile);
    if (key.length != KEY_BYTES) {
      throw new IOException("%s has %d bytes and not %d".formatted(keyFile, key.length, KEY_BYTES));
    }
    return key;
  }
}
