package org.bactrian.simulator.settings;

/** Policy for the certificates that the simulator accepts, of applications and of users alike. */
public enum ClientTrust {
  /** Any certificate: the simulator is a testbed and holds nothing worth guarding. */
  ANY,

  /**
   * Only certificates that lie in, or are signed by one in, the trust lists below the data folder:
   * {@code pki/trusted} for applications, {@code users/trusted} for users. What is refused is kept
   * in {@code rejected}. Sessions of applications that are taken from the list, or revoked by a
   * list in {@code pki/trusted/crl} or {@code pki/issuer/crl}, end.
   */
  TRUST_LIST
}
