package org.bactrian.model.fault;

/** What is to be made exists already. */
public final class ConflictingResourceException extends OperationException {

  public ConflictingResourceException(String message) {
    super(message);
  }

  public ConflictingResourceException(String message, Throwable cause) {
    super(message, cause);
  }
}
