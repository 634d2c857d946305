package org.bactrian.model.fault;

/** What is asked for does not exist. */
public final class ResourceNotFoundException extends OperationException {

  public ResourceNotFoundException(String message) {
    super(message);
  }

  public ResourceNotFoundException(String message, Throwable cause) {
    super(message, cause);
  }
}
