package org.bactrian.cloud.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.cloud.registry.contract.SupervisorQuery;
import org.bactrian.cloud.registry.twin.Twin;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.ApplicationIds;
import org.bactrian.model.registry.Endpoint;
import org.bactrian.model.registry.EndpointRegistration;
import org.bactrian.model.registry.ModuleCapability;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.web.operation.RequestDeadline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives endpoints to modules that serve them, and takes them away. A module learns of it by a
 * method, and after a restart by a desired property of the endpoint's id, whose value is the key
 * that the endpoint signs with, as in version 2.8. A module of ours also learns how the endpoint is
 * connected to, so that it can watch it.
 */
public final class Activation {

  private static final Logger LOG = LoggerFactory.getLogger(Activation.class);

  private final HubRegistry hub;
  private final EndpointTwins twins;
  private final Supervisors supervisors;
  private final ModuleMethodClient methods;

  public Activation(
      HubRegistry hub, EndpointTwins twins, Supervisors supervisors, ModuleMethodClient methods) {
    this.hub = hub;
    this.twins = twins;
    this.supervisors = supervisors;
    this.methods = methods;
  }

  /**
   * Lets a module serve an endpoint: the one that it is noted with, else another of its site.
   *
   * @throws OperationException of kind INVALID_STATE when there is no module in the site
   * @throws OperationException with the failure of the first module when none serves it
   */
  EndpointInfo activate(EndpointInfo endpoint, RequestDeadline deadline) {
    List<ModuleId> candidates = candidates(endpoint.registration());
    if (candidates.isEmpty()) {
      throw new OperationException(
          FaultKind.INVALID_STATE,
          "No module can serve endpoint "
              + endpoint.registration().registeredId()
              + ": its site has none that does OPC Twin. Start one, then activate again.");
    }
    OperationException first = null;
    for (ModuleId module : candidates) {
      try {
        return activateBy(module, endpoint, deadline);
      } catch (OperationException e) {
        if (e.kind() == FaultKind.EXTERNAL_DEPENDENCY || deadline.isOver()) {
          // The hub itself fails: it would keep the caller waiting once more for every module.
          throw e;
        }
        LOG.info(
            "Module {} does not serve endpoint {}: {}",
            module,
            endpoint.registration().registeredId(),
            e.getMessage());
        first = first == null ? e : first;
      }
    }
    throw first;
  }

  private List<ModuleId> candidates(EndpointRegistration endpoint) {
    Optional<ModuleId> current = ModuleId.parse(endpoint.supervisorId());
    String other =
        endpoint.discovererId() == null ? endpoint.supervisorId() : endpoint.discovererId();
    Optional<String> site = ApplicationIds.siteOrGateway(endpoint.siteId(), other);
    List<ModuleId> others = new ArrayList<>();
    site.map(supervisors::connectedIn).ifPresent(others::addAll);
    current.ifPresent(others::remove);
    // So that the endpoints of a site spread over its modules.
    Collections.shuffle(others);
    return Stream.concat(current.stream(), others.stream()).toList();
  }

  private EndpointInfo activateBy(
      ModuleId module, EndpointInfo endpoint, RequestDeadline deadline) {
    String id = endpoint.registration().registeredId();
    String key = hub.deviceKey(id);
    try {
      methods.call(module, "ActivateEndpoint_V2", Map.of("id", id, "secret", key), deadline);
      note(module, endpoint, key);
      EndpointInfo activated = twins.activation(id, module.toString(), true);
      takeFromOthers(module, id, deadline);
      return activated;
    } catch (OperationException e) {
      if (e.kind() != FaultKind.EXTERNAL_DEPENDENCY) {
        takeFrom(module, id, deadline);
      }
      throw e;
    }
  }

  /** Takes an endpoint away from its modules, and notes that it is not active. */
  EndpointInfo deactivate(EndpointInfo endpoint, RequestDeadline deadline) {
    withdraw(endpoint, deadline);
    return twins.activation(
        endpoint.registration().registeredId(), endpoint.registration().supervisorId(), false);
  }

  /** Takes an endpoint away from its modules. A module that is offline learns it from its twin. */
  void withdraw(EndpointInfo endpoint, RequestDeadline deadline) {
    String id = endpoint.registration().registeredId();
    Stream.concat(
            ModuleId.parse(endpoint.registration().supervisorId()).stream(), serving(id).stream())
        .distinct()
        .forEach(module -> takeFrom(module, id, deadline));
  }

  private void takeFromOthers(ModuleId keeper, String endpointId, RequestDeadline deadline) {
    serving(endpointId).stream()
        .filter(module -> !module.equals(keeper))
        .forEach(module -> takeFrom(module, endpointId, deadline));
  }

  private List<ModuleId> serving(String endpointId) {
    return supervisors.all(new SupervisorQuery(null, endpointId, null)).stream()
        .flatMap(supervisor -> ModuleId.parse(supervisor.id()).stream())
        .toList();
  }

  private void takeFrom(ModuleId module, String endpointId, RequestDeadline deadline) {
    try {
      forget(module, endpointId);
      methods.call(module, "DeactivateEndpoint_V2", endpointId, deadline);
    } catch (OperationException e) {
      if (e.kind() == FaultKind.NOT_FOUND) {
        LOG.debug("Module {} is gone, and endpoint {} with it", module, endpointId);
        return;
      }
      if (e.kind() == FaultKind.EXTERNAL_DEPENDENCY) {
        throw e;
      }
      LOG.info(
          "Module {} was not told that it no more serves endpoint {}: {}",
          module,
          endpointId,
          e.getMessage());
    }
  }

  /** Has the modules that serve an active endpoint connect to it as it is now. */
  void refresh(EndpointInfo endpoint) {
    String id = endpoint.registration().registeredId();
    for (ModuleId module : serving(id)) {
      try {
        hub.update(
            module,
            twin -> {
              String key = twin.desired().path(id).asText("");
              return key.isEmpty()
                  ? JsonNodeFactory.instance.objectNode()
                  : notes(twin, endpoint, key);
            });
      } catch (OperationException e) {
        e.throwUnless(FaultKind.NOT_FOUND);
        LOG.debug("Module {} is gone, and endpoint {} with it", module, id);
      }
    }
  }

  private void note(ModuleId module, EndpointInfo endpoint, String key) {
    hub.update(module, twin -> notes(twin, endpoint, key));
  }

  /**
   * Tells a module how an endpoint is connected to that was activated when the cloud did not tell
   * that yet, so that the module can report its state.
   */
  static void complete(HubRegistry hub, Twin module, EndpointInfo endpoint) {
    String id = endpoint.registration().registeredId();
    if (!isIncomplete(module, id)) {
      return;
    }
    try {
      hub.update(
          module,
          twin ->
              isIncomplete(twin, id)
                  ? notes(twin, endpoint, twin.desired().path(id).asText())
                  : JsonNodeFactory.instance.objectNode());
    } catch (OperationException e) {
      LOG.info("{} cannot watch endpoint {} yet: {}", module.id(), id, e.getMessage());
    }
  }

  private static boolean isIncomplete(Twin module, String id) {
    return module.desired().path(id).isTextual()
        && !module.desired().path(ModuleCapability.ENDPOINTS).has(id);
  }

  /** The key, as version 2.8 has it, and for modules of ours how the endpoint is connected to. */
  private static ObjectNode notes(Twin twin, EndpointInfo endpoint, String key) {
    String id = endpoint.registration().registeredId();
    Endpoint address = endpoint.registration().endpoint();
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    ObjectNode desired = patch.putObject("properties").putObject("desired").put(id, key);
    if (ModuleTwins.servesEndpointsByItself(twin)) {
      // Without what a watch does not need: a twin holds 32 KB, and a module serves many endpoints.
      Endpoint watched =
          new Endpoint(
              address.url(),
              null,
              address.securityMode(),
              address.securityPolicy(),
              address.certificate());
      ObjectNode fields = (ObjectNode) RegistryJson.tree(watched);
      twin.desired()
          .path(ModuleCapability.ENDPOINTS)
          .path(id)
          .fieldNames()
          .forEachRemaining(
              name -> {
                if (!fields.has(name)) {
                  fields.putNull(name);
                }
              });
      desired.putObject(ModuleCapability.ENDPOINTS).set(id, fields);
    }
    return patch;
  }

  private void forget(ModuleId module, String endpointId) {
    hub.update(
        module,
        twin -> {
          ObjectNode desired = JsonNodeFactory.instance.objectNode();
          if (twin.desired().has(endpointId)) {
            desired.putNull(endpointId);
          }
          if (twin.desired().path(ModuleCapability.ENDPOINTS).has(endpointId)) {
            desired.putObject(ModuleCapability.ENDPOINTS).putNull(endpointId);
          }
          ObjectNode patch = JsonNodeFactory.instance.objectNode();
          if (!desired.isEmpty()) {
            patch.putObject("properties").set("desired", desired);
          }
          return patch;
        });
  }
}
