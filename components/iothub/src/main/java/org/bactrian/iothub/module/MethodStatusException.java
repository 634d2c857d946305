package org.bactrian.iothub.module;

/** Ends a direct method with a status and a body of the route's choice. */
public class MethodStatusException extends RuntimeException {

  private final int status;
  private final byte[] body;

  /**
   * @param status status for the caller
   * @param body JSON in UTF-8, empty for none
   * @param message the same for people
   */
  public MethodStatusException(int status, byte[] body, String message) {
    super(message);
    this.status = status;
    this.body = body.clone();
  }

  /** Returns the status for the caller. */
  public int status() {
    return status;
  }

  /** Returns JSON in UTF-8, empty for none. */
  public byte[] body() {
    return body.clone();
  }
}
