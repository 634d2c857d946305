package org.bactrian.cloud.vault.key;

import java.util.Optional;

/**
 * Private keys that are kept for their requesters. Safe for use by many threads; calls block, and
 * fail as those of {@link AuthorityKeys} do.
 */
public interface KeyPairSecrets {

  /** Keeps a key, PKCS #8. */
  void put(String name, byte[] key);

  /** The key of that name; empty for none. */
  Optional<byte[]> find(String name);

  /** Deletes a key of that name, if there is one. */
  void deleteSecret(String name);
}
