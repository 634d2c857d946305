package org.bactrian.opcua.pki;

import org.eclipse.milo.opcua.stack.core.UaException;

/** A server certificate that this client refuses; the message says why and how it is mended. */
public final class CertificateRefusedException extends UaException {

  private final boolean curedByTrust;

  CertificateRefusedException(long statusCode, String message, boolean curedByTrust) {
    super(statusCode, message);
    this.curedByTrust = curedByTrust;
  }

  /** Whether it is accepted as soon as the operator moves its file. */
  public boolean isCuredByTrust() {
    return curedByTrust;
  }
}
