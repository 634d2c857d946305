package org.bactrian.model.fault;

/** A server on the factory network was asked and did not answer, or not in OPC UA. */
public final class CommunicationException extends OperationException {

  public CommunicationException(String message) {
    super(message);
  }

  public CommunicationException(String message, Throwable cause) {
    super(message, cause);
  }
}
