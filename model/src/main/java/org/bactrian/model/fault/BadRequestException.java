package org.bactrian.model.fault;

/** The request says something that cannot be meant; its message names what. */
public final class BadRequestException extends OperationException {

  public BadRequestException(String message) {
    super(message);
  }

  public BadRequestException(String message, Throwable cause) {
    super(message, cause);
  }
}
