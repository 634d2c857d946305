package org.bactrian.iothub.rest;

import org.jspecify.annotations.Nullable;

/**
 * Exception for a request to the service side that IoT Hub did not carry out. The nested classes
 * name the causes that callers distinguish.
 */
public class HubServiceException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final int code;

  /**
   * @param status HTTP status, 0 when there was no answer
   * @param code IoT Hub's error code such as 404103, else the status
   * @param message what went wrong, and the mend where one is known
   * @param cause what led to this
   */
  public HubServiceException(int status, int code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
    this.code = code;
  }

  /** Returns the HTTP status, 0 when there was no answer. */
  public int status() {
    return status;
  }

  /** Returns IoT Hub's error code such as 404103, else the status. */
  public int code() {
    return code;
  }

  /** The device or module is known, but not connected. */
  public static final class DeviceOffline extends HubServiceException {
    private static final long serialVersionUID = 1L;

    DeviceOffline(int status, int code, String message, Throwable cause) {
      super(status, code, message, cause);
    }
  }

  /** The device or module was called, and did not answer in time. */
  public static final class DeviceTimeout extends HubServiceException {
    private static final long serialVersionUID = 1L;

    DeviceTimeout(int status, int code, String message, @Nullable Throwable cause) {
      super(status, code, message, cause);
    }
  }

  /**
   * A method was called, and the target or the connection to IoT Hub was gone before all of the
   * answer was there. What was asked for may be done.
   */
  public static final class AnswerLost extends HubServiceException {
    private static final long serialVersionUID = 1L;

    AnswerLost(int status, int code, String message, Throwable cause) {
      super(status, code, message, cause);
    }
  }

  /** There is no such device or module. */
  public static final class NotFound extends HubServiceException {
    private static final long serialVersionUID = 1L;

    NotFound(int status, int code, String message, Throwable cause) {
      super(status, code, message, cause);
    }
  }

  /** There is such a device or module already. */
  public static final class Conflict extends HubServiceException {
    private static final long serialVersionUID = 1L;

    Conflict(int status, int code, String message, Throwable cause) {
      super(status, code, message, cause);
    }
  }

  /** The etag of the request is not the current one: someone else changed it. */
  public static final class Outdated extends HubServiceException {
    private static final long serialVersionUID = 1L;

    Outdated(int status, int code, String message, Throwable cause) {
      super(status, code, message, cause);
    }
  }

  /** The policy or its key is not good for the request. */
  public static final class Unauthorized extends HubServiceException {
    private static final long serialVersionUID = 1L;

    Unauthorized(int status, int code, String message, Throwable cause) {
      super(status, code, message, cause);
    }
  }

  /** IoT Hub asks to come again later. */
  public static final class Throttled extends HubServiceException {
    private static final long serialVersionUID = 1L;

    Throttled(int status, int code, String message, Throwable cause) {
      super(status, code, message, cause);
    }
  }

  /** There was no answer. */
  public static final class Unreachable extends HubServiceException {
    private static final long serialVersionUID = 1L;

    Unreachable(String message, Throwable cause) {
      super(0, 0, message, cause);
    }
  }
}
