package org.bactrian.edge.twin.contract;

/** How messages to a server are protected. */
public enum EndpointSecurityMode {
  /** The best that both sides support. */
  Best,
  /** Signed, and readable by anyone. */
  Sign,
  /** Signed and encrypted. */
  SignAndEncrypt,
  /** Not protected. */
  None,
  /** The best that both sides support, signed at least. */
  NotNone
}
