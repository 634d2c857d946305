package org.bactrian.opcua.pki;

import org.eclipse.milo.opcua.stack.core.UaException;

/**
 * A server certificate that this client refuses. The message says all that is wrong with it and the
 * remedy, without a path of this computer.
 */
public final class CertificateRefusedException extends UaException {

  private final String operatorMessage;
  private final boolean curedByTrust;

  CertificateRefusedException(
      long statusCode, String message, String operatorMessage, boolean curedByTrust) {
    super(statusCode, message);
    this.operatorMessage = operatorMessage;
    this.curedByTrust = curedByTrust;
  }

  /** Message with the paths of files, for those who may read the disk of this computer. */
  public String operatorMessage() {
    return operatorMessage;
  }

  /** Returns true when the certificate is accepted once the operator moves its file. */
  public boolean isCuredByTrust() {
    return curedByTrust;
  }
}
