package org.bactrian.localazure.hub.identity;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/** Credentials by which a device or module authenticates. */
public sealed interface Authentication {

  /**
   * With a token signed by one of two keys.
   *
   * @param primaryKey base64 of 16 to 64 bytes
   * @param secondaryKey base64 of 16 to 64 bytes
   */
  record SymmetricKeys(String primaryKey, String secondaryKey) implements Authentication {

    private static final int GENERATED_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Two new random keys. */
    public static SymmetricKeys generate() {
      return new SymmetricKeys(newKey(), newKey());
    }

    /** A new random key, base64 of 32 bytes. */
    public static String newKey() {
      byte[] key = new byte[GENERATED_BYTES];
      RANDOM.nextBytes(key);
      return Base64.getEncoder().encodeToString(key);
    }

    /** Both keys. */
    public List<String> keys() {
      return List.of(primaryKey, secondaryKey);
    }

    /** Says that there are keys, not which. */
    @Override
    public String toString() {
      return "SymmetricKeys[…]";
    }
  }

  /**
   * With an X.509 certificate that has one of two thumbprints.
   *
   * @param primary upper-case hex of the SHA-1 or SHA-256 of the DER certificate; may be empty
   * @param secondary the same for the other certificate; may be empty
   */
  record Thumbprints(String primary, String secondary) implements Authentication {}

  /** Kept for the registry only: no way in is served for it. */
  record Unserved(String type) implements Authentication {}
}
