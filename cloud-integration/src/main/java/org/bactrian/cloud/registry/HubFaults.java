package org.bactrian.cloud.registry;

import org.bactrian.iothub.rest.HubServiceException;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;

/** Maps refusals of IoT Hub to the failures that callers of an operation see. */
public final class HubFaults {

  private static final int BAD_REQUEST = 400;
  private static final int TOO_LARGE = 413;

  private HubFaults() {}

  /** The failure that a refusal is. */
  public static OperationException of(HubServiceException fault) {
    String message = fault.getMessage();
    if (fault instanceof HubServiceException.NotFound) {
      return new OperationException(FaultKind.NOT_FOUND, message, fault);
    }
    if (fault instanceof HubServiceException.Conflict) {
      return new OperationException(FaultKind.CONFLICT, message, fault);
    }
    if (fault instanceof HubServiceException.Outdated) {
      return new OperationException(FaultKind.OUT_OF_DATE, message, fault);
    }
    if (fault instanceof HubServiceException.DeviceOffline) {
      return new OperationException(FaultKind.MODULE_OFFLINE, message, fault);
    }
    if (fault instanceof HubServiceException.DeviceTimeout) {
      return new OperationException(FaultKind.TIMEOUT, message, fault);
    }
    if (fault instanceof HubServiceException.AnswerLost) {
      return new OperationException(FaultKind.COMMUNICATION, message, fault);
    }
    if (fault instanceof HubServiceException.Throttled) {
      return new OperationException(FaultKind.BUSY, message, fault);
    }
    if (fault.status() == BAD_REQUEST || fault.status() == TOO_LARGE) {
      return new OperationException(FaultKind.BAD_REQUEST, message, fault);
    }
    return new OperationException(FaultKind.EXTERNAL_DEPENDENCY, message, fault);
  }
}
