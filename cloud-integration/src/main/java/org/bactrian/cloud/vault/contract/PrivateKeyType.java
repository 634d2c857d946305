package org.bactrian.cloud.vault.contract;

/** Kind of a private key. */
public enum PrivateKeyType {
  /** RSA. */
  RSA,
  /** An elliptic curve. */
  ECC,
  /** A symmetric cipher. */
  AES
}
