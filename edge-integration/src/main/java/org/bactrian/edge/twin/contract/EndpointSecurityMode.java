package org.bactrian.edge.twin.contract;

/** Security modes of messages to a server. */
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
