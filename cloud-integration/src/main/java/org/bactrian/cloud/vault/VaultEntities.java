package org.bactrian.cloud.vault;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bactrian.cloud.registry.ApplicationTwins;
import org.bactrian.cloud.registry.EndpointTwins;
import org.bactrian.cloud.registry.HubRegistry;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.registry.EndpointActivationState;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.registry.ServerSecurityMode;
import org.jspecify.annotations.Nullable;

/** Entities of the vault: applications, endpoints and modules of the registry, and trust groups. */
final class VaultEntities {

  private final HubRegistry hub;
  private final ApplicationTwins applications;
  private final EndpointTwins endpoints;
  private final VaultRecords records;

  VaultEntities(HubRegistry hub, VaultRecords records) {
    this.hub = hub;
    this.applications = new ApplicationTwins(hub);
    this.endpoints = new EndpointTwins(hub);
    this.records = records;
  }

  /**
   * Returns an entity.
   *
   * @throws org.bactrian.model.fault.OperationException of kind NOT_FOUND when there is none
   */
  VaultEntity get(@Nullable String id) {
    String given = id == null ? "" : id;
    return find(given).orElseThrow(() -> VaultFaults.noEntity(given));
  }

  /** Finds an entity. */
  Optional<VaultEntity> find(String id) {
    if (!VaultRecords.isId(id)) {
      return Optional.empty();
    }
    Optional<ModuleId> module = ModuleId.parse(id).filter(ModuleId::isModule);
    if (module.isPresent()) {
      return hub.find(module.get())
          .map(
              twin ->
                  new VaultEntity(
                      id,
                      VaultEntity.Kind.MODULE,
                      module.get().moduleId(),
                      "",
                      List.of(),
                      List.of()));
    }
    return records
        .database()
        .read(handle -> records.groups().find(handle, id))
        .map(
            group ->
                new VaultEntity(
                    id, VaultEntity.Kind.GROUP, group.model().name(), "", List.of(), List.of()))
        .or(() -> applications.find(id).map(found -> application(id, found, List.of())))
        .or(() -> endpoint(id));
  }

  private Optional<VaultEntity> endpoint(String id) {
    return endpoints
        .find(id)
        .flatMap(
            found ->
                Optional.ofNullable(found.applicationId())
                    .flatMap(applications::find)
                    .map(owner -> application(id, owner, List.of(owner.registeredId()))));
  }

  private static VaultEntity application(
      String id, ApplicationInfo application, List<String> aliases) {
    Set<String> hosts = new LinkedHashSet<>();
    for (String url : Objects.requireNonNullElse(application.discoveryUrls(), List.<String>of())) {
      host(url).ifPresent(hosts::add);
    }
    for (String address :
        Objects.requireNonNullElse(application.hostAddresses(), List.<String>of())) {
      host("opc.tcp://" + address).ifPresent(hosts::add);
    }
    String uri = Objects.requireNonNullElse(application.applicationUri(), "");
    return new VaultEntity(
        id,
        aliases.isEmpty() ? VaultEntity.Kind.APPLICATION : VaultEntity.Kind.ENDPOINT,
        Objects.requireNonNullElse(application.applicationName(), uri),
        uri,
        new ArrayList<>(hosts),
        aliases);
  }

  /** Host name or address in a URL, an IPv6 address without its brackets; empty for none. */
  static Optional<String> host(String url) {
    try {
      URI address = URI.create(url);
      // Names with underscores are no host names to Java, and no rarity in plants.
      String authority = Objects.requireNonNullElse(address.getAuthority(), "");
      return Optional.of(authority.replaceFirst(":\\d+$", "").replaceAll("[\\[\\]]", ""))
          .filter(host -> !host.isEmpty());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The endpoint through which the server of an application is managed: one that is activated, the
   * safest of those; empty when none is.
   */
  Optional<String> servedEndpoint(VaultEntity entity) {
    if (entity.kind() == VaultEntity.Kind.MODULE || entity.kind() == VaultEntity.Kind.GROUP) {
      return Optional.empty();
    }
    return served(endpoints.ofApplication(entity.application(), false))
        .map(one -> one.registration().registeredId());
  }

  private static Optional<EndpointInfo> served(List<EndpointInfo> endpoints) {
    return endpoints.stream()
        .filter(one -> one.activationState() != EndpointActivationState.Deactivated)
        .max(Comparator.comparingInt(VaultEntities::safety));
  }

  /** An entity as one that gets a trust list; empty for a group, and for one that is gone. */
  Optional<TrustListSubject> subject(String id) {
    return find(id)
        .filter(VaultEntity::isSubject)
        .map(entity -> entity.module().map(this::module).orElseGet(() -> server(entity)));
  }

  private TrustListSubject module(ModuleId module) {
    Set<String> served = new LinkedHashSet<>();
    for (EndpointInfo endpoint : endpoints.servedBy(module)) {
      Optional.ofNullable(endpoint.applicationId()).ifPresent(served::add);
      served.add(endpoint.registration().registeredId());
    }
    return new TrustListSubject(
        module.toString(), List.of(module.toString()), new ArrayList<>(served), Optional.empty());
  }

  private TrustListSubject server(VaultEntity entity) {
    List<EndpointInfo> all = endpoints.ofApplication(entity.application(), false);
    List<String> names = new ArrayList<>(List.of(entity.application()));
    all.forEach(endpoint -> names.add(endpoint.registration().registeredId()));
    Optional<String> carrier = served(all).map(endpoint -> endpoint.registration().supervisorId());
    return new TrustListSubject(entity.application(), names, carrier.stream().toList(), carrier);
  }

  /** The applications of endpoints, by their ids; those that are no endpoints are left out. */
  Map<String, String> applicationsOf(Collection<String> endpointIds) {
    return endpoints.applicationsOf(endpointIds);
  }

  private static int safety(EndpointInfo endpoint) {
    boolean encrypted =
        endpoint.registration().endpoint().securityMode() == ServerSecurityMode.SignAndEncrypt;
    Integer level = endpoint.registration().securityLevel();
    return (encrypted ? 1_000 : 0) + (level == null ? 0 : Math.min(255, level));
  }
}
