package org.bactrian.model.registry;

/** State of the connection from a module to an endpoint. */
public enum EndpointConnectivityState {
  /** It is being made. */
  Connecting,
  /** The server does not answer. */
  NotReachable,
  /** The server has no room for another session. */
  Busy,
  /** The server does not trust the module, or the module not the server. */
  NoTrust,
  /** The certificate of the server is no good. */
  CertificateInvalid,
  /** It can be used. */
  Ready,
  /** It failed for another reason. */
  Error,
  /** There is none. */
  Disconnected,
  /** The server does not let the user in. */
  Unauthorized
}
