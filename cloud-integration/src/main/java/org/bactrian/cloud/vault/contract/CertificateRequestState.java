package org.bactrian.cloud.vault.contract;

/** State of a request for a certificate. */
public enum CertificateRequestState {
  /** Nobody has decided. */
  New,
  /** The certificate is being made. */
  Approved,
  /** Somebody has refused it. */
  Rejected,
  /** The certificate cannot be made. */
  Failure,
  /** The certificate is there. */
  Completed,
  /** The certificate was fetched or is being delivered; or the request was given up. */
  Accepted
}
