package org.bactrian.model.registry;

/** What a user shows to a server. */
public enum CredentialType {
  /** Nothing. */
  None,
  /** A name and a password. */
  UserName,
  /** A certificate. */
  X509Certificate,
  /** A JSON Web Token. */
  JwtToken
}
