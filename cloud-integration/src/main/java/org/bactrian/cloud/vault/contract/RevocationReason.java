package org.bactrian.cloud.vault.contract;

/** Reason of a revocation (RFC 5280, 5.3.1). */
public enum RevocationReason {
  /** None is said. */
  Unspecified(0),
  /** Somebody else may have the key. */
  KeyCompromise(1),
  /** The subject belongs elsewhere now. */
  AffiliationChanged(3),
  /** Another certificate has taken its place. */
  Superseded(4),
  /** The application is no more. */
  CessationOfOperation(5),
  /** The application is trusted no more. */
  PrivilegeWithdrawn(9);

  private final int code;

  RevocationReason(int code) {
    this.code = code;
  }

  /** Number of the reason in revocation lists. */
  public int code() {
    return code;
  }
}
