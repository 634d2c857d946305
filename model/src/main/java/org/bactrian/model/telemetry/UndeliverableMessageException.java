package org.bactrian.model.telemetry;

/**
 * Failure of a message that its transport can never take, however often it is sent: it is too
 * large, or what it says is not allowed there. Any other exception of a transport means that the
 * message may be sent again.
 */
public class UndeliverableMessageException extends Exception {

  /** An exception with the reason and the remedy. */
  public UndeliverableMessageException(String message) {
    super(message);
  }
}
