package org.bactrian.model.fault;

/** The answer did not come within the time that the operation has. */
public final class OperationTimeoutException extends OperationException {

  public OperationTimeoutException(String message) {
    super(message);
  }

  public OperationTimeoutException(String message, Throwable cause) {
    super(message, cause);
  }
}
