package org.bactrian.model.fault;

/**
 * What is asked for exists and cannot do this in its state, such as an endpoint that is not
 * activated.
 */
public final class ResourceInvalidStateException extends OperationException {

  public ResourceInvalidStateException(String message) {
    super(message);
  }

  public ResourceInvalidStateException(String message, Throwable cause) {
    super(message, cause);
  }
}
