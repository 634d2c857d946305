package org.bactrian.model.registry;

/** How messages to a server are protected. */
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
