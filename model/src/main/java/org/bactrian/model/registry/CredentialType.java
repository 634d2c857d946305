package org.bactrian.model.registry;

/** Kind of credential that a user presents to a server. */
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
