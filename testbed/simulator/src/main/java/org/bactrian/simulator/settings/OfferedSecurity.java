package org.bactrian.simulator.settings;

/** Security that the endpoints of a simulator offer. */
public enum OfferedSecurity {
  /** Policies of today, for anonymous users and those with a password or a certificate. */
  USUAL,

  /**
   * Every policy that Milo has, also those that can be broken, signed and signed and encrypted, and
   * every kind of user. Secrets of users are encrypted by the policy of their endpoint, without one
   * by Basic256Sha256.
   */
  COMPLETE
}
