package org.bactrian.cloud.twin;

import java.util.Optional;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.ApplicationIds;
import org.bactrian.model.registry.EndpointActivationState;
import org.bactrian.model.registry.EndpointRegistration;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.registry.RegistryJson;

/**
 * An endpoint that may be used, as its calls need it.
 *
 * @param id its id
 * @param json how a module connects to it, JSON
 * @param site its site, else the device of the module that found it; modules there reach it too
 * @param module module that it was given to, when it was given to one
 */
record ServedEndpoint(String id, String json, Optional<String> site, Optional<ModuleId> module) {

  /**
   * An endpoint of the registry.
   *
   * @throws OperationException of kind INVALID_STATE when it may not be used
   */
  static ServedEndpoint of(EndpointInfo endpoint) {
    EndpointRegistration registration = endpoint.registration();
    if (endpoint.notSeenSince() != null) {
      throw new OperationException(
          FaultKind.INVALID_STATE,
          "Endpoint "
              + registration.registeredId()
              + " is disabled. Enable its application first.");
    }
    if (endpoint.activationState() == EndpointActivationState.Deactivated) {
      throw new OperationException(
          FaultKind.INVALID_STATE,
          "Endpoint " + registration.registeredId() + " is not activated. Activate it first.");
    }
    String finder =
        registration.discovererId() == null
            ? registration.supervisorId()
            : registration.discovererId();
    return new ServedEndpoint(
        registration.registeredId(),
        RegistryJson.tree(registration.endpoint()).toString(),
        ApplicationIds.siteOrGateway(registration.siteId(), finder),
        ModuleId.parse(registration.supervisorId()).filter(ModuleId::isModule));
  }

  /** Returns the endpoint as one that another module serves. */
  ServedEndpoint servedBy(ModuleId other) {
    return new ServedEndpoint(id, json, site, Optional.of(other));
  }
}
