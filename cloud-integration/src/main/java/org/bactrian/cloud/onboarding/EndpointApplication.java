package org.bactrian.cloud.onboarding;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bactrian.cloud.registry.EndpointTwins;
import org.bactrian.cloud.registry.Endpoints;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.cloud.registry.contract.RegistryEventType;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.EndpointActivationState;
import org.bactrian.model.registry.EndpointRegistration;
import org.bactrian.web.operation.RequestDeadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the endpoints of an application what the sightings say. A run's activation filter acts on
 * endpoints that the run brings in, new or disabled until then. Those that were in use stay as
 * their operator left them, so that what was deactivated is not active again after the next run.
 */
record EndpointApplication(
    LastSeenStore sightings, PendingActivations pending, EndpointTwins twins, Endpoints endpoints) {

  private static final Logger LOG = LoggerFactory.getLogger(EndpointApplication.class);

  void apply(String applicationId, RegistryChangeCause cause) {
    String discovererId = cause.run().key().discovererId();
    Set<String> concerned = new HashSet<>(sightings.endpoints(discovererId, applicationId));
    // Those of an installation before this one have no sightings.
    concerned.addAll(cause.findings().endpoints().getOrDefault(applicationId, Set.of()));
    concerned.forEach(id -> applyOne(id, applicationId, cause));
  }

  /**
   * Makes endpoints that nobody has seen before, in few requests.
   *
   * @param seen endpoints by their applications
   * @return ids of applications of which one was not made
   */
  Set<String> create(Map<String, List<EndpointRegistration>> seen, RegistryChangeCause cause) {
    Map<String, EndpointInfo> missing = new LinkedHashMap<>();
    seen.forEach(
        (application, registrations) ->
            registrations.forEach(
                one ->
                    missing.put(
                        one.registeredId(), as(one, null, Optional.empty(), application, cause))));
    Set<String> activated =
        missing.values().stream()
            .filter(endpoint -> passes(endpoint, cause))
            .map(endpoint -> endpoint.registration().registeredId())
            .collect(Collectors.toSet());
    RunKey run = cause.run().key();
    activated.forEach(id -> pending.note(run, id));
    for (EndpointInfo endpoint : twins.create(List.copyOf(missing.values()))) {
      String id = endpoint.registration().registeredId();
      missing.remove(id);
      tell(new EndpointTwins.Change(Optional.empty(), endpoint));
      if (activated.contains(id)) {
        activate(id);
        pending.forget(run, id);
      }
    }
    return missing.values().stream().map(EndpointInfo::applicationId).collect(Collectors.toSet());
  }

  private void applyOne(String id, String applicationId, RegistryChangeCause cause) {
    RunKey run = cause.run().key();
    Optional<EndpointTwins.Change> change =
        twins.put(
            id,
            existing ->
                wanted(
                    existing, sightings.of(id, EndpointRegistration.class), applicationId, cause),
            // Before the change, since this process may end right after it.
            expected -> noteActivation(expected, cause));
    change.ifPresent(made -> noteActivation(made, cause));
    change.ifPresent(this::tell);
    if (cause.filter().isPresent() && pending.has(run, id)) {
      activate(id);
      pending.forget(run, id);
    }
  }

  private void noteActivation(EndpointTwins.Change change, RegistryChangeCause cause) {
    boolean inUse = change.before().filter(old -> old.notSeenSince() == null).isPresent();
    boolean broughtIn = !inUse && change.after().notSeenSince() == null;
    if (broughtIn && passes(change.after(), cause)) {
      pending.note(cause.run().key(), change.after().registration().registeredId());
    }
  }

  private static boolean passes(EndpointInfo endpoint, RegistryChangeCause cause) {
    return cause
        .filter()
        .filter(filter -> filter.passes(endpoint.registration().endpoint()))
        .isPresent();
  }

  private static Optional<EndpointInfo> wanted(
      Optional<EndpointInfo> existing,
      LastSeenByDiscoverer<EndpointRegistration> lastSeen,
      String applicationId,
      RegistryChangeCause cause) {
    if (existing.isPresent() && isForeign(existing.get(), lastSeen, cause)) {
      return Optional.empty();
    }
    Optional<EndpointRegistration> latest =
        lastSeen.latest().map(LastSeenByDiscoverer.Sighting::last);
    if (latest.isPresent()) {
      Instant missed = lastSeen.missedSince().orElse(null);
      boolean disabled = existing.isPresent() && existing.get().notSeenSince() != null;
      if (disabled && missed == null && !cause.run().seen().contains(applicationId)) {
        // Its application was disabled by an operator, and was not seen since.
        return Optional.empty();
      }
      return Optional.of(as(latest.get(), missed, existing, applicationId, cause));
    }
    // Without any sighting it is of an installation before this one.
    return existing.map(
        old ->
            old.notSeenSince() != null
                    || !cause.run().lookedAt(EndpointAddresses.of(old.registration()))
                ? old
                : as(old.registration(), cause.run().key().time(), existing, applicationId, cause));
  }

  private static EndpointInfo as(
      EndpointRegistration seen,
      @Nullable Instant missed,
      Optional<EndpointInfo> existing,
      String applicationId,
      RegistryChangeCause cause) {
    // The module that serves it stays, which may be another one than that of the discoverer.
    String supervisor =
        existing.map(old -> old.registration().supervisorId()).or(cause::supervisor).orElse(null);
    return new EndpointInfo(
        seen.withSupervisorId(supervisor),
        applicationId,
        existing.map(EndpointInfo::activationState).orElse(EndpointActivationState.Deactivated),
        null,
        null,
        missed);
  }

  private static boolean isForeign(
      EndpointInfo existing,
      LastSeenByDiscoverer<EndpointRegistration> lastSeen,
      RegistryChangeCause cause) {
    String owner = existing.registration().discovererId();
    boolean known = owner == null || cause.isOf(owner) || lastSeen.isKnownTo(owner);
    return existing.notSeenSince() == null && !known;
  }

  private void tell(EndpointTwins.Change change) {
    EndpointInfo after = change.after();
    boolean wasDisabled =
        change.before().map(before -> before.notSeenSince() != null).orElse(false);
    boolean isDisabled = after.notSeenSince() != null;
    if (change.before().isEmpty()) {
      endpoints.tell(RegistryEventType.New, after);
      endpoints.tell(isDisabled ? RegistryEventType.Disabled : RegistryEventType.Enabled, after);
    } else if (isDisabled && !wasDisabled) {
      endpoints.withdraw(after);
      endpoints.tell(RegistryEventType.Disabled, after);
    } else if (wasDisabled && !isDisabled) {
      endpoints.tell(RegistryEventType.Enabled, after);
      endpoints.reactivate(after);
    } else if (!isDisabled) {
      endpoints.refresh(after);
    }
  }

  private void activate(String id) {
    try {
      endpoints.activateEndpoint(id, RequestDeadline.usual());
    } catch (OperationException e) {
      LOG.warn(
          "Endpoint {} passes the activation filter, and no module serves it: {} Activate it by"
              + " hand when one can.",
          id,
          e.getMessage());
    }
  }
}
