package org.bactrian.cloud.vault.key;

import org.bactrian.cloud.vault.contract.SignatureAlgorithm;

/**
 * Keys of authorities, held where they sign and never given away. Safe for use by many threads;
 * calls block.
 *
 * <p>Each method throws an {@link org.bactrian.model.fault.OperationException} of kind
 * EXTERNAL_DEPENDENCY when what holds the keys does not answer, and of kind NOT_SUPPORTED when
 * there is none.
 */
public interface AuthorityKeys {

  /**
   * Makes a key; one of that name that is there already is returned as it is.
   *
   * @param name letters, digits and hyphens, at most 127
   */
  AuthorityKey create(String name, KeySize size);

  /**
   * Signs.
   *
   * @param keyId id of the key
   * @return the signature as X.509 has it: of ECDSA the sequence of two integers, DER
   */
  byte[] sign(String keyId, SignatureAlgorithm algorithm, byte[] data);

  /** Deletes a key of that name, if there is one. */
  void deleteKey(String name);
}
