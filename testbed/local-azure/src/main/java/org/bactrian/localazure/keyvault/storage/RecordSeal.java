package org.bactrian.localazure.keyvault.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bactrian.model.file.OwnerOnly;

/**
 * Encryption of the vault's records with AES-256-GCM. Its key-encryption key is a file of 32 random
 * bytes, readable by its owner only; a sealed record is a nonce of 12 bytes, then the ciphertext
 * with its tag, bound to the name of the record. Safe for use by several threads.
 */
final class RecordSeal {

  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final String TRANSFORMATION = "AES/GCM/NoPadding";

  private final SecureRandom random = new SecureRandom();
  private final SecretKey key;

  private RecordSeal(SecretKey key) {
    this.key = key;
  }

  /**
   * Takes the key of a file, and makes the file when it is not there.
   *
   * @throws IllegalStateException when the file holds no key
   */
  static RecordSeal open(Path file) {
    try {
      if (!Files.exists(file)) {
        byte[] made = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(made);
        OwnerOnly.write(file, made);
      }
      OwnerOnly.touch(file);
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length != KEY_BYTES) {
        throw new IllegalStateException(
            "%s has %d bytes, a key has %d. Put back a copy of it."
                .formatted(file, bytes.length, KEY_BYTES));
      }
      return new RecordSeal(new SecretKeySpec(bytes, "AES"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Encrypts a record.
   *
   * @param name of the record, which is bound to it and not encrypted
   */
  byte[] seal(String name, byte[] plain) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, name, nonce).doFinal(plain);
      return ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java cannot encrypt a record of the vault", e);
    }
  }

  /**
   * Decrypts a record.
   *
   * @throws GeneralSecurityException when another key sealed it, it was changed, or it is the
   *     record of another name
   */
  byte[] unseal(String name, byte[] sealed) throws GeneralSecurityException {
    if (sealed.length < NONCE_BYTES) {
      throw new GeneralSecurityException("The record is too short");
    }
    ByteBuffer bytes = ByteBuffer.wrap(sealed);
    byte[] nonce = new byte[NONCE_BYTES];
    bytes.get(nonce);
    byte[] content = new byte[bytes.remaining()];
    bytes.get(content);
    return cipher(Cipher.DECRYPT_MODE, name, nonce).doFinal(content);
  }

  private Cipher cipher(int mode, String name, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(TRANSFORMATION);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
