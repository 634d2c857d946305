package org.bactrian.opcua.session;

/** Message security that an endpoint must offer to be selected. */
public enum RequiredSecurityMode {
  /** The most secure endpoint that the server offers, None included. */
  BEST,
  /** The most secure endpoint that signs at least. */
  NOT_NONE,
  /** No message security. */
  NONE,
  /** Signed messages. */
  SIGN,
  /** Signed and encrypted messages. */
  SIGN_AND_ENCRYPT
}
