package org.bactrian.cloud.registry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.cloud.registry.twin.EndpointTwin;
import org.bactrian.cloud.registry.twin.Twin;
import org.bactrian.model.registry.EndpointActivationState;
import org.bactrian.model.registry.ModuleId;

/**
 * Connectivity of endpoints. Modules of version 2.8 connect to IoT Hub once more for each active
 * endpoint, which its twin shows. Ours serve all endpoints over one connection, so there an
 * endpoint is connected when its module is, whose twin shows how the endpoint's server is reached.
 */
final class EndpointConnections {

  private final HubRegistry hub;

  EndpointConnections(HubRegistry hub) {
    this.hub = hub;
  }

  /** Returns the endpoints, in their order, with their connections. */
  List<EndpointInfo> of(List<EndpointInfo> endpoints) {
    Map<String, Optional<Twin>> modules = new HashMap<>();
    return endpoints.stream()
        .map(
            endpoint ->
                mayBeConnected(endpoint)
                    ? modules
                        .computeIfAbsent(endpoint.registration().supervisorId(), this::connected)
                        .map(module -> connected(endpoint, module))
                        .orElse(endpoint)
                    : endpoint)
        .toList();
  }

  private static boolean mayBeConnected(EndpointInfo endpoint) {
    return endpoint.activationState() == EndpointActivationState.Activated
        && endpoint.notSeenSince() == null
        && endpoint.registration().supervisorId() != null;
  }

  private Optional<Twin> connected(String moduleId) {
    return ModuleId.parse(moduleId)
        .flatMap(hub::find)
        .filter(Twin::connected)
        .filter(ModuleTwins::servesEndpointsByItself);
  }

  private EndpointInfo connected(EndpointInfo endpoint, Twin module) {
    Activation.complete(hub, module, endpoint);
    return endpoint
        .with()
        .activationState(EndpointActivationState.ActivatedAndConnected)
        .endpointState(EndpointTwin.state(module, endpoint.registration().registeredId()))
        .notSeenSince(null)
        .build();
  }
}
