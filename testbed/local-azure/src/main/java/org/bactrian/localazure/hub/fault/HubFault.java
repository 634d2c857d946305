package org.bactrian.localazure.hub.fault;

/**
 * The ways in which IoT Hub refuses a request, with the HTTP status and the code that it answers
 * ("Understand Azure IoT Hub error codes",
 * https://learn.microsoft.com/azure/iot-hub/troubleshoot-error-codes).
 */
public enum HubFault {
  INVALID_PROTOCOL_VERSION(400, 400001, "InvalidProtocolVersion"),
  ARGUMENT_INVALID(400, 400004, "ArgumentInvalid"),
  FORMAT_ERROR(400, 400006, "IotHubFormatError"),
  UNAUTHORIZED(401, 401002, "IotHubUnauthorizedAccess"),
  DEVICE_NOT_FOUND(404, 404001, "DeviceNotFound"),
  MODULE_NOT_FOUND(404, 404010, "ModuleNotFound"),
  DEVICE_NOT_ONLINE(404, 404103, "DeviceNotOnline"),
  NOT_SERVED(404, 404000, "NotFound"),
  METHOD_NOT_ALLOWED(405, 405000, "MethodNotAllowed"),
  DEVICE_ALREADY_EXISTS(409, 409001, "DeviceAlreadyExists"),
  MODULE_ALREADY_EXISTS(409, 409301, "ModuleAlreadyExistsOnDevice"),
  PRECONDITION_FAILED(412, 412001, "PreconditionFailed"),
  MESSAGE_TOO_LARGE(413, 413001, "MessageTooLarge"),
  SERVER_ERROR(500, 500001, "ServerError"),
  SERVICE_UNAVAILABLE(503, 503001, "ServiceUnavailable"),
  GATEWAY_TIMEOUT(504, 504101, "GatewayTimeout");

  private final int status;
  private final int code;
  private final String title;

  HubFault(int status, int code, String title) {
    this.status = status;
    this.code = code;
    this.title = title;
  }

  /** The HTTP status, and the status in an MQTT twin response. */
  public int status() {
    return status;
  }

  /** The six-digit error code. */
  public int code() {
    return code;
  }

  /** The name that goes with the code. */
  public String title() {
    return title;
  }
}
