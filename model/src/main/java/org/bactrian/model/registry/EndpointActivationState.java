package org.bactrian.model.registry;

/** Whether an endpoint may be used from the cloud. */
public enum EndpointActivationState {
  /** It may not; so it is when it is new. */
  Deactivated,
  /** It may. */
  Activated,
  /** It may, and its module is connected to IoT Hub. */
  ActivatedAndConnected
}
