package org.bactrian.localazure.hub.fault;

/**
 * The ways in which IoT Hub refuses a request, with the HTTP status and the code that it answers
 * ("Understand Azure IoT Hub error codes",
 * https://learn.microsoft.com/azure/iot-hub/troubleshoot-error-codes).
 */
public enum HubFault {
  /** The api-version is missing or not served. */
  INVALID_PROTOCOL_VERSION(400, 400001, "InvalidProtocolVersion"),
  /** Something in the request is not allowed. */
  ARGUMENT_INVALID(400, 400004, "ArgumentInvalid"),
  /** The request is no JSON. */
  FORMAT_ERROR(400, 400006, "IotHubFormatError"),
  /** The signature or certificate does not open what is asked for. */
  UNAUTHORIZED(401, 401002, "IotHubUnauthorizedAccess"),
  /** There is no such device. */
  DEVICE_NOT_FOUND(404, 404001, "DeviceNotFound"),
  /** There is no such module. */
  MODULE_NOT_FOUND(404, 404010, "ModuleNotFound"),
  /** The client is not connected, or takes no methods. */
  DEVICE_NOT_ONLINE(404, 404103, "DeviceNotOnline"),
  /** The local hub has no such resource. */
  NOT_SERVED(404, 404000, "NotFound"),
  /** The resource does not take this HTTP method. */
  METHOD_NOT_ALLOWED(405, 405000, "MethodNotAllowed"),
  /** The device cannot be created twice. */
  DEVICE_ALREADY_EXISTS(409, 409001, "DeviceAlreadyExists"),
  /** The module cannot be created twice. */
  MODULE_ALREADY_EXISTS(409, 409301, "ModuleAlreadyExistsOnDevice"),
  /** If-Match is not the current etag. */
  PRECONDITION_FAILED(412, 412001, "PreconditionFailed"),
  /** A message, payload or twin is over its limit. */
  MESSAGE_TOO_LARGE(413, 413001, "MessageTooLarge"),
  /** A request on many devices names more than it may. */
  TOO_MANY_DEVICES(413, 413002, "TooManyDevices"),
  /** More requests than the hub takes at a time. */
  THROTTLED(429, 429001, "ThrottlingException"),
  /** The local hub itself failed. */
  SERVER_ERROR(500, 500001, "ServerError"),
  /** The client did not answer a method in time. */
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
