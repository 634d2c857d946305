package org.bactrian.model.fault;

/** The operation is not available with what it was asked for. */
public final class NotSupportedException extends OperationException {

  public NotSupportedException(String message) {
    super(message);
  }

  public NotSupportedException(String message, Throwable cause) {
    super(message, cause);
  }
}
