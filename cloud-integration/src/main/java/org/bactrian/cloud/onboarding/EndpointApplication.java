package org.bactrian.cloud.onboarding;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.bactrian.cloud.registry.Activation;
import org.bactrian.cloud.registry.EndpointTwins;
import org.bactrian.cloud.registry.Endpoints;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.EndpointActivationState;
import org.bactrian.model.registry.EndpointInfo;
import org.bactrian.model.registry.EndpointRegistration;
import org.bactrian.model.registry.RegistryEventType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the endpoints of an application what the sightings say. */
final class EndpointApplication {

  private static final Logger LOG = LoggerFactory.getLogger(EndpointApplication.class);

  private final Sightings sightings;
  private final EndpointTwins twins;
  private final Endpoints endpoints;

  EndpointApplication(Sightings sightings, EndpointTwins twins, Endpoints endpoints) {
    this.sightings = sightings;
    this.twins = twins;
    this.endpoints = endpoints;
  }

  void apply(String applicationId, Occasion occasion) {
    String discovererId = occasion.run().key().discovererId();
    Set<String> concerned = new HashSet<>(sightings.endpoints(discovererId, applicationId));
    if (occasion.run().full()) {
      // Those of an installation before this one have no sightings.
      twins.ofApplication(applicationId, false).stream()
          .map(EndpointInfo::registration)
          .filter(endpoint -> discovererId.equals(endpoint.discovererId()))
          .forEach(endpoint -> concerned.add(endpoint.id()));
    }
    concerned.forEach(id -> applyOne(id, applicationId, occasion));
  }

  private void applyOne(String id, String applicationId, Occasion occasion) {
    Optional<EndpointTwins.Change> change =
        twins.put(
            id,
            existing ->
                wanted(
                    existing,
                    sightings.of(id, EndpointRegistration.class),
                    applicationId,
                    occasion));
    change.ifPresent(this::tell);
    activate(id, change.map(EndpointTwins.Change::after), occasion);
  }

  private static Optional<EndpointInfo> wanted(
      Optional<EndpointInfo> existing,
      Presence<EndpointRegistration> presence,
      String applicationId,
      Occasion occasion) {
    if (existing.isPresent() && isForeign(existing.get(), presence, occasion)) {
      return Optional.empty();
    }
    Optional<EndpointRegistration> latest = presence.latest().map(Presence.Sighting::last);
    if (latest.isPresent()) {
      Instant missed = presence.missedSince().orElse(null);
      return Optional.of(as(latest.get(), missed, existing, applicationId, occasion));
    }
    // Without any sighting it is of an installation before this one.
    return existing.map(
        old ->
            old.notSeenSince() != null
                ? old
                : as(
                    old.registration(),
                    occasion.run().key().time(),
                    existing,
                    applicationId,
                    occasion));
  }

  private static EndpointInfo as(
      EndpointRegistration seen,
      Instant missed,
      Optional<EndpointInfo> existing,
      String applicationId,
      Occasion occasion) {
    // The module that serves it stays, which may be another one than that of the discoverer.
    String supervisor =
        existing
            .map(old -> old.registration().supervisorId())
            .or(occasion::supervisor)
            .orElse(null);
    return new EndpointInfo(
        seen.placed(seen.id(), seen.siteId(), supervisor, seen.discovererId()),
        applicationId,
        existing.map(EndpointInfo::activationState).orElse(EndpointActivationState.Deactivated),
        null,
        null,
        missed);
  }

  private static boolean isForeign(
      EndpointInfo existing, Presence<EndpointRegistration> presence, Occasion occasion) {
    String owner = existing.registration().discovererId();
    boolean known = owner == null || occasion.isOf(owner) || presence.isKnownTo(owner);
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
    }
  }

  private void activate(String id, Optional<EndpointInfo> changed, Occasion occasion) {
    if (occasion.filter().isEmpty()) {
      return;
    }
    EndpointInfo endpoint = changed.orElseGet(() -> twins.get(id, true));
    boolean wanted =
        endpoint.notSeenSince() == null
            && endpoint.activationState() == EndpointActivationState.Deactivated
            && Activation.passes(occasion.filter().get(), endpoint.registration());
    if (!wanted) {
      return;
    }
    try {
      endpoints.activateEndpoint(id);
    } catch (OperationException e) {
      LOG.warn(
          "Endpoint {} passes the activation filter, and no module serves it: {} Activate it by"
              + " hand when one can.",
          id,
          e.getMessage());
    }
  }
}
