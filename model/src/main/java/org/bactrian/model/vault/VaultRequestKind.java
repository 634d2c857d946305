package org.bactrian.model.vault;

/** Request that an edge passes on to the Vault for an OPC UA application. */
public enum VaultRequestKind {
  /** Adds the application to the registry, or changes it there. */
  RegisterApplication,
  /** Removes the application from the registry. */
  UnregisterApplication,
  /** Asks for a certificate for a key of the application. */
  StartSigningRequest,
  /** Asks for a key and its certificate. */
  StartNewKeyPairRequest,
  /** Notes that the application has fetched its certificate. */
  AcceptRequest,
  /** Asks for the certificates that the application is to trust. */
  GetTrustList
}
