package org.bactrian.bench.publish;

/** A client of another maker cannot be installed on this machine. */
final class PeerUnavailableException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param message why, on one line
   */
  PeerUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
