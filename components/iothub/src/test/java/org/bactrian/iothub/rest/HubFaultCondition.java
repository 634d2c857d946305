package org.bactrian.iothub.rest;

import org.assertj.core.api.Condition;
import org.bactrian.model.fault.FaultKind;

/** Condition of an exception to be a refusal of IoT Hub of a kind. */
public final class HubFaultCondition {

  private HubFaultCondition() {}

  public static Condition<Throwable> hubFault(FaultKind kind) {
    return new Condition<>(
        failure -> failure instanceof HubServiceException known && known.kind() == kind,
        "a HubServiceException of kind %s",
        kind);
  }
}
