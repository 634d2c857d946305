package org.bactrian.model.fault;

/** What is to be changed was changed by another since it was read, as its etag shows. */
public final class ResourceOutOfDateException extends OperationException {

  public ResourceOutOfDateException(String message) {
    super(message);
  }

  public ResourceOutOfDateException(String message, Throwable cause) {
    super(message, cause);
  }
}
