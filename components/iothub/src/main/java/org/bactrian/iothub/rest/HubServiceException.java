package org.bactrian.iothub.rest;

import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.jspecify.annotations.Nullable;

/**
 * Exception for a request to the service side that IoT Hub did not carry out.
 *
 * <p>Of a direct method, MODULE_OFFLINE says that the target is known, not connected, and has
 * carried nothing out; COMMUNICATION and TIMEOUT leave open what was done.
 */
public final class HubServiceException extends Exception {

  private static final long serialVersionUID = 1L;

  private final FaultKind kind;
  private final int status;
  private final int code;

  /**
   * @param kind kind of the fault
   * @param status HTTP status, 0 when there was no answer
   * @param code IoT Hub's error code such as 404103, else the status
   * @param message what went wrong, and the remedy where one is known
   * @param cause what led to this
   */
  public HubServiceException(
      FaultKind kind, int status, int code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.status = status;
    this.code = code;
  }

  /** Returns the kind of the fault. */
  public FaultKind kind() {
    return kind;
  }

  /** Returns the HTTP status, 0 when there was no answer. */
  public int status() {
    return status;
  }

  /** Returns IoT Hub's error code such as 404103, else the status. */
  public int code() {
    return code;
  }

  /** Returns the failure of an operation that needed the request. */
  public OperationException asOperationFailure() {
    return new OperationException(kind, String.valueOf(getMessage()), this);
  }
}
