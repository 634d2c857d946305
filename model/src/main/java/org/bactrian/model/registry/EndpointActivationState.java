package org.bactrian.model.registry;

/** State of an endpoint's activation: it may be used from the cloud, or not. */
public enum EndpointActivationState {
  /** It may not; so it is when it is new. */
  Deactivated,
  /** It may. */
  Activated,
  /** It may, and its module is connected to IoT Hub. */
  ActivatedAndConnected
}
