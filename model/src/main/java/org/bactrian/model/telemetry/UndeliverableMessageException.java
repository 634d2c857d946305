package org.bactrian.model.telemetry;

/**
 * A message that its transport can never take, whoever sends it how often: it is too large, or what
 * it says is not allowed there. Any other exception of a transport means that the message may be
 * sent again.
 */
public class UndeliverableMessageException extends Exception {

  /** An exception with the reason and the remedy. */
  public UndeliverableMessageException(String message) {
    super(message);
  }
}
