package org.bactrian.iothub.rest;

import com.microsoft.azure.sdk.iot.service.exceptions.IotHubBadFormatException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubBadGatewayException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubConflictException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubGatewayTimeoutException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubInternalServerErrorException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubNotFoundException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubPreconditionFailedException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubServerBusyException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubTooManyDevicesException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubTooManyRequestsException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubUnauthorizedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.bactrian.model.fault.FaultKind;
import org.jspecify.annotations.Nullable;

/**
 * Maps exceptions of the service SDK to {@link HubServiceException}s that name fault and remedy.
 */
final class HubExceptionMapper {

  /** <a href="https://learn.microsoft.com/azure/iot-hub/troubleshoot-error-codes">404103</a>. */
  private static final int DEVICE_NOT_ONLINE = 404103;

  private static final Map<Class<? extends IotHubException>, Integer> STATUS =
      new LinkedHashMap<>();

  static {
    STATUS.put(IotHubBadFormatException.class, 400);
    STATUS.put(IotHubUnauthorizedException.class, 401);
    STATUS.put(IotHubTooManyDevicesException.class, 403);
    STATUS.put(IotHubNotFoundException.class, 404);
    STATUS.put(IotHubConflictException.class, 409);
    STATUS.put(IotHubPreconditionFailedException.class, 412);
    STATUS.put(IotHubTooManyRequestsException.class, 429);
    STATUS.put(IotHubInternalServerErrorException.class, 500);
    STATUS.put(IotHubBadGatewayException.class, 502);
    STATUS.put(IotHubServerBusyException.class, 503);
    STATUS.put(IotHubGatewayTimeoutException.class, 504);
  }

  private HubExceptionMapper() {}

  /**
   * Returns the exception for an answer of IoT Hub.
   *
   * @param what what was asked, for instance "twin of device a"
   */
  static HubServiceException refused(String what, IotHubException failure) {
    int code = failure.getErrorCode();
    int status = STATUS.getOrDefault(failure.getClass(), code);
    String said = failure.getMessage() == null ? "" : failure.getMessage();
    if (code == DEVICE_NOT_ONLINE || said.contains(String.valueOf(DEVICE_NOT_ONLINE))) {
      return new HubServiceException(
          FaultKind.MODULE_OFFLINE,
          status,
          DEVICE_NOT_ONLINE,
          what + ": not connected to IoT Hub.",
          failure);
    }
    String remedy =
        switch (status) {
          case 401, 403 -> " Check the key of the connection string and what its policy permits.";
          case 412 -> " Read it again, and change what is there now.";
          default -> "";
        };
    String text = what + ": IoT Hub answered " + status + ". " + said + remedy;
    return new HubServiceException(kind(status), status, code, text, failure);
  }

  private static FaultKind kind(int status) {
    return switch (status) {
      case 400, 413 -> FaultKind.BAD_REQUEST;
      case 404 -> FaultKind.NOT_FOUND;
      case 409 -> FaultKind.CONFLICT;
      case 412 -> FaultKind.OUT_OF_DATE;
      case 429 -> FaultKind.BUSY;
      case 504 -> FaultKind.TIMEOUT;
      default -> FaultKind.EXTERNAL_DEPENDENCY;
    };
  }

  /** Returns the exception for an answer that the caller waited for long enough. */
  static HubServiceException late(String what, Duration limit, @Nullable Throwable failure) {
    return new HubServiceException(
        FaultKind.TIMEOUT, 0, 0, what + ": no answer within " + limit.toMillis() + " ms.", failure);
  }

  /** Returns the exception for a target that went away while it answered. */
  static HubServiceException lost(String what, HubServiceException failure) {
    return new HubServiceException(
        FaultKind.COMMUNICATION,
        failure.status(),
        failure.code(),
        what + ": it took the call and went offline before its answer was whole.",
        failure);
  }

  /** Returns the exception for a call that was sent, and whose connection broke. */
  static HubServiceException broken(String what, String host, IOException failure) {
    return new HubServiceException(
        FaultKind.COMMUNICATION,
        0,
        0,
        what
            + ": the connection to "
            + host
            + " broke before the answer came. What was asked for may be done.",
        failure);
  }

  /** Returns the exception for no answer. */
  static HubServiceException unreachable(String what, String host, IOException failure) {
    String reason;
    if (failure instanceof SSLException) {
      reason =
          "has no trusted TLS certificate. For a hub with a private certificate authority, set"
              + " caFile to its PEM file";
    } else if (failure instanceof UnknownHostException) {
      reason = "is an unknown host. Check the connection string";
    } else if (failure instanceof ConnectException) {
      reason = "refuses connections. Check that it runs and that the port is open";
    } else if (failure instanceof SocketTimeoutException) {
      reason = "did not answer in time";
    } else {
      reason = "cannot be used: " + failure.getMessage();
    }
    return unreachable(what + ": " + host + " " + reason + ".", failure);
  }

  static HubServiceException unreachable(String message, Throwable failure) {
    return new HubServiceException(FaultKind.EXTERNAL_DEPENDENCY, 0, 0, message, failure);
  }
}
