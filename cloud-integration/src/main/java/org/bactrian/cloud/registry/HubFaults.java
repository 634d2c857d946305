package org.bactrian.cloud.registry;

import org.bactrian.iothub.rest.HubServiceException;
import org.bactrian.model.fault.BadRequestException;
import org.bactrian.model.fault.CommunicationException;
import org.bactrian.model.fault.ConflictingResourceException;
import org.bactrian.model.fault.ExternalDependencyException;
import org.bactrian.model.fault.ModuleOfflineException;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.fault.OperationTimeoutException;
import org.bactrian.model.fault.ResourceNotFoundException;
import org.bactrian.model.fault.ResourceOutOfDateException;
import org.bactrian.model.fault.ServerBusyException;

/** What IoT Hub refuses, as the failures that callers of an operation are told. */
public final class HubFaults {

  private static final int BAD_REQUEST = 400;
  private static final int TOO_LARGE = 413;

  private HubFaults() {}

  /** The failure that a refusal is. */
  public static OperationException of(HubServiceException fault) {
    String message = fault.getMessage();
    if (fault instanceof HubServiceException.NotFound) {
      return new ResourceNotFoundException(message, fault);
    }
    if (fault instanceof HubServiceException.Conflict) {
      return new ConflictingResourceException(message, fault);
    }
    if (fault instanceof HubServiceException.Outdated) {
      return new ResourceOutOfDateException(message, fault);
    }
    if (fault instanceof HubServiceException.DeviceOffline) {
      return new ModuleOfflineException(message, fault);
    }
    if (fault instanceof HubServiceException.DeviceTimeout) {
      return new OperationTimeoutException(message, fault);
    }
    if (fault instanceof HubServiceException.AnswerLost) {
      return new CommunicationException(message, fault);
    }
    if (fault instanceof HubServiceException.Throttled) {
      return new ServerBusyException(message, fault);
    }
    if (fault.status() == BAD_REQUEST || fault.status() == TOO_LARGE) {
      return new BadRequestException(message, fault);
    }
    return new ExternalDependencyException(message, fault);
  }
}
