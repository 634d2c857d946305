package org.bactrian.cloud.vault.contract;

/** Kind of a request for a certificate. */
public enum CertificateRequestType {
  /** The entity has the key. */
  SigningRequest,
  /** A new key is made. */
  KeyPairRequest
}
