package org.bactrian.model.registry;

/** Message security of a connection to a server. */
public enum ServerSecurityMode {
  /** The best that both sides support. */
  Best,
  /** Signed, and readable by anyone. */
  Sign,
  /** Signed and encrypted. */
  SignAndEncrypt,
  /** Not protected. */
  None
}
