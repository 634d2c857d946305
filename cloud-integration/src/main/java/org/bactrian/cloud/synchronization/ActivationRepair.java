package org.bactrian.cloud.synchronization;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bactrian.cloud.registry.EndpointTwins;
import org.bactrian.cloud.registry.Endpoints;
import org.bactrian.cloud.registry.HubRegistry;
import org.bactrian.cloud.registry.Supervisors;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.cloud.registry.contract.RegistryEventSource;
import org.bactrian.cloud.registry.twin.Twin;
import org.bactrian.model.registry.ApplicationIds;
import org.bactrian.model.registry.EndpointRegistration;
import org.bactrian.model.registry.ModuleId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Activations that modules lack, given to them again, and endpoints of modules that stay away,
 * given to another module of the site. Of one run of a sweep; used by one thread.
 */
final class ActivationRepair {

  private static final Logger LOG = LoggerFactory.getLogger(ActivationRepair.class);

  /** Activations of one run; each may take as long as a module takes to answer. */
  private static final int MAX_REPAIRS = 20;

  private final HubRegistry hub;
  private final Supervisors supervisors;
  private final Endpoints endpoints;
  private final EndpointTwins endpointTwins;
  private final AnnouncedEntities announced;
  private final Duration grace;
  private final Cache<String, Boolean> attempted;
  private final Map<String, Optional<Twin>> modules = new HashMap<>();
  private final Map<String, Set<ModuleId>> connected = new HashMap<>();
  private int repairs;

  /**
   * @param grace time for which a module may be without connection before its endpoints are given
   *     to another
   * @param attempted endpoints that are left alone, since they were activated again lately
   */
  ActivationRepair(
      HubRegistry hub,
      Supervisors supervisors,
      Endpoints endpoints,
      EndpointTwins endpointTwins,
      AnnouncedEntities announced,
      Duration grace,
      Cache<String, Boolean> attempted) {
    this.hub = hub;
    this.supervisors = supervisors;
    this.endpoints = endpoints;
    this.endpointTwins = endpointTwins;
    this.announced = announced;
    this.grace = grace;
    this.attempted = attempted;
  }

  /** Looks at an endpoint that is to be active, and activates it where it is not. */
  void look(EndpointInfo endpoint) {
    String id = endpoint.registration().registeredId();
    if (repairs >= MAX_REPAIRS || attempted.getIfPresent(id) != null) {
      return;
    }
    Optional<String> reason = reason(endpoint.registration());
    if (reason.isPresent()) {
      repairs++;
      attempted.put(id, true);
      LOG.info("Endpoint {} is activated again: {}", id, reason.get());
      endpointTwins.find(id).ifPresent(endpoints::reactivate);
    }
  }

  /** Reason to activate an endpoint again; empty for none. */
  private Optional<String> reason(EndpointRegistration endpoint) {
    String supervisorId = endpoint.supervisorId() == null ? "" : endpoint.supervisorId();
    Optional<Twin> module = modules.computeIfAbsent(supervisorId, this::module);
    if (module.filter(Twin::connected).isPresent()) {
      return module.get().desired().path(endpoint.registeredId()).isTextual()
          ? Optional.empty()
          : Optional.of(supervisorId + " does not know of it.");
    }
    boolean stays =
        module.isPresent()
            && !announced.isDisconnectedFor(
                new EntityKey(RegistryEventSource.Supervisor, supervisorId), grace);
    return stays || othersInSite(endpoint, supervisorId).isEmpty()
        ? Optional.empty()
        : Optional.of(supervisorId + " is not connected, and another module of the site is.");
  }

  private Optional<Twin> module(String supervisorId) {
    return ModuleId.parse(supervisorId).filter(ModuleId::isModule).flatMap(hub::find);
  }

  private Set<ModuleId> othersInSite(EndpointRegistration endpoint, String supervisorId) {
    String other =
        endpoint.discovererId() == null ? endpoint.supervisorId() : endpoint.discovererId();
    Set<ModuleId> others =
        new HashSet<>(
            ApplicationIds.siteOrGateway(endpoint.siteId(), other)
                .map(site -> connected.computeIfAbsent(site, this::connectedIn))
                .orElse(Set.of()));
    ModuleId.parse(supervisorId).ifPresent(others::remove);
    return others;
  }

  private Set<ModuleId> connectedIn(String site) {
    return new HashSet<>(supervisors.connectedIn(site));
  }
}
