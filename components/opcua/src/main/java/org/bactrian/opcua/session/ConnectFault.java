package org.bactrian.opcua.session;

import org.eclipse.milo.opcua.stack.core.StatusCodes;

/** Reasons why a server cannot be used, by the remedy that an operator has. */
public enum ConnectFault {
  /** Nobody answers there, or not in time. */
  UNREACHABLE(StatusCodes.Bad_NotConnected),
  /** Something answers that is no OPC UA server. */
  NO_OPC_UA(StatusCodes.Bad_NotConnected),
  /** The server offers no endpoint with the wanted security. */
  NO_MATCHING_ENDPOINT(StatusCodes.Bad_SecurityModeRejected),
  /** This client does not trust the server's certificate, or it is not the expected one. */
  CERTIFICATE_REFUSED(StatusCodes.Bad_CertificateUntrusted),
  /** The server does not trust this client. */
  REFUSED_BY_SERVER(StatusCodes.Bad_SecurityChecksFailed),
  /** The server does not take the user. */
  WRONG_USER(StatusCodes.Bad_IdentityTokenRejected),
  /** The server has no room for another session. */
  TOO_MANY_SESSIONS(StatusCodes.Bad_TooManySessions),
  /** This client is at fault. */
  LOCAL(StatusCodes.Bad_ConfigurationError),
  /** Anything else. */
  OTHER(StatusCodes.Bad_NotConnected);

  private final long status;

  ConnectFault(long status) {
    this.status = status;
  }

  /** The status that stands for it where the fault has none of its own. */
  long status() {
    return status;
  }
}
