package org.bactrian.cloud.onboarding;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.bactrian.cloud.registry.ApplicationTwins;
import org.bactrian.cloud.registry.Applications;
import org.bactrian.cloud.registry.DiscovererFindings;
import org.bactrian.cloud.registry.Endpoints;
import org.bactrian.cloud.registry.Gateways;
import org.bactrian.cloud.registry.contract.GatewayModules;
import org.bactrian.cloud.registry.contract.RegisteredDiscoverer;
import org.bactrian.cloud.registry.contract.RegistryEventType;
import org.bactrian.model.discovery.DiscoveryResult;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.registry.DiscoveryConfig;
import org.bactrian.model.registry.EndpointActivationFilter;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.registry.RegistryOperation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Application of a run to the registry: applications and their endpoints become what the sightings
 * say. Applying a run twice, or at two replicas at once, comes to the same.
 */
final class RunApplication {

  private static final Logger LOG = LoggerFactory.getLogger(RunApplication.class);

  private final LastSeenStore sightings;
  private final ApplicationTwins twins;
  private final Applications applications;
  private final Endpoints endpoints;
  private final EndpointApplication endpointApplication;
  private final NewcomerRegistration newcomers;
  private final Gateways gateways;
  private final InstantSource clock;

  RunApplication(
      LastSeenStore sightings,
      ApplicationTwins twins,
      Applications applications,
      Endpoints endpoints,
      EndpointApplication endpointApplication,
      Gateways gateways,
      InstantSource clock) {
    this.sightings = sightings;
    this.twins = twins;
    this.applications = applications;
    this.endpoints = endpoints;
    this.endpointApplication = endpointApplication;
    this.newcomers = new NewcomerRegistration(sightings, twins, applications, endpointApplication);
    this.gateways = gateways;
    this.clock = clock;
  }

  /**
   * Applies a run.
   *
   * @throws org.bactrian.model.fault.OperationException when IoT Hub or the database do not answer;
   *     what was done until then stays, and doing it again completes it
   */
  void apply(FinishedRun run) {
    String discovererId = run.key().discovererId();
    String gateway = ModuleId.parse(discovererId).orElseThrow().deviceId();
    gateways.note(gateway);
    GatewayModules modules = gateways.modulesOf(gateway);
    Optional<String> supervisor =
        Optional.ofNullable(modules.supervisor()).map(module -> module.id());
    RegistryChangeCause cause =
        new RegistryChangeCause(
            run,
            context(run.result()),
            supervisor,
            filter(run.result(), modules),
            run.full() ? twins.findings(discovererId) : DiscovererFindings.NONE);
    Set<String> concerned = new HashSet<>(run.seen());
    if (run.full()) {
      concerned.addAll(sightings.missedApplications(run.key()));
      concerned.addAll(cause.findings().applications());
    }
    LOG.info(
        "Discovery of {} at {}: registering what became of {} applications",
        discovererId,
        run.key().time(),
        concerned.size());
    Set<String> done = newcomers.register(cause);
    int changed = done.size();
    concerned.removeAll(done);
    for (String id : concerned) {
      changed += applied(id, cause) ? 1 : 0;
    }
    LOG.info(
        "Discovery of {} at {}: {} applications seen, {} of {} changed",
        discovererId,
        run.key().time(),
        run.seen().size(),
        changed,
        done.size() + concerned.size());
  }

  private boolean applied(String id, RegistryChangeCause cause) {
    try {
      return apply(id, cause);
    } catch (OperationException e) {
      e.throwUnless(FaultKind.BAD_REQUEST);
      // No retry mends what IoT Hub refuses, such as a twin that is too large. The others go on.
      LOG.error("Application {} cannot be registered: {}", id, e.getMessage());
      return false;
    }
  }

  private boolean apply(String id, RegistryChangeCause cause) {
    ApplicationTwins.Outcome<Decision> outcome =
        twins.put(id, existing -> decision(id, existing, cause), cause.context());
    outcome.change().ifPresent(this::tell);
    if (!outcome.decision().foreign()) {
      endpointApplication.apply(id, cause);
    }
    return outcome.change().isPresent();
  }

  /**
   * Decision on an application of a run.
   *
   * @param foreign it belongs to others, who keep it as it is
   */
  private record Decision(boolean foreign, Optional<ApplicationInfo> wanted)
      implements ApplicationTwins.Decision {}

  private Decision decision(
      String id, Optional<ApplicationInfo> existing, RegistryChangeCause cause) {
    LastSeenByDiscoverer<ApplicationInfo> lastSeen = sightings.of(id, ApplicationInfo.class);
    return existing.isPresent() && isForeign(existing.get(), lastSeen, cause)
        ? new Decision(true, Optional.empty())
        : new Decision(false, wanted(existing, lastSeen, cause));
  }

  /** Others, and operators, keep what they registered as long as it is in use. */
  private static boolean isForeign(
      ApplicationInfo existing,
      LastSeenByDiscoverer<ApplicationInfo> lastSeen,
      RegistryChangeCause cause) {
    String owner = existing.discovererId();
    boolean known = owner != null && (cause.isOf(owner) || lastSeen.isKnownTo(owner));
    return !existing.isDisabled() && !known;
  }

  private static Optional<ApplicationInfo> wanted(
      Optional<ApplicationInfo> existing,
      LastSeenByDiscoverer<ApplicationInfo> lastSeen,
      RegistryChangeCause cause) {
    Optional<ApplicationInfo> latest =
        lastSeen
            .latest()
            .map(one -> one.last().withNotSeenSince(lastSeen.missedSince().orElse(null)));
    if (latest.isPresent()) {
      // What an operator has removed or disabled comes back when it is seen, not when others are.
      boolean inUse = existing.isPresent() && !existing.get().isDisabled();
      boolean comesBack = !inUse && !latest.get().isDisabled();
      boolean seen = cause.run().seen().contains(latest.get().registeredId());
      boolean put = seen || existing.isPresent() && !comesBack;
      return put ? latest : Optional.empty();
    }
    // Without any sighting it is of an installation before this one.
    return existing.map(
        old ->
            old.isDisabled() || !cause.run().lookedAt(EndpointAddresses.of(old))
                ? old
                : old.withNotSeenSince(cause.run().key().time()));
  }

  private void tell(ApplicationTwins.Change change) {
    ApplicationInfo after = change.after();
    boolean wasDisabled = change.before().map(ApplicationInfo::isDisabled).orElse(false);
    if (change.before().isEmpty()) {
      applications.tell(RegistryEventType.New, after);
      applications.tell(
          after.isDisabled() ? RegistryEventType.Disabled : RegistryEventType.Enabled, after);
      return;
    }
    if (after.isDisabled() && !wasDisabled) {
      endpoints.disableAll(after.registeredId(), after.notSeenSince());
      applications.tell(RegistryEventType.Updated, after);
      applications.tell(RegistryEventType.Disabled, after);
      return;
    }
    if (wasDisabled && !after.isDisabled()) {
      applications.tell(RegistryEventType.Enabled, after);
    }
    applications.tell(RegistryEventType.Updated, after);
  }

  private RegistryOperation context(Optional<DiscoveryResult> result) {
    RegistryOperation given = result.map(DiscoveryResult::context).orElse(null);
    if (given == null) {
      return new RegistryOperation(null, clock.instant());
    }
    return new RegistryOperation(
        given.authorityId(), given.time() == null ? clock.instant() : given.time());
  }

  /** The filter of the request, else that of the discoverer; none when nobody knows the request. */
  private static Optional<EndpointActivationFilter> filter(
      Optional<DiscoveryResult> result, GatewayModules modules) {
    if (result.isEmpty()) {
      return Optional.empty();
    }
    return Optional.ofNullable(result.get().discoveryConfig())
        .map(DiscoveryConfig::activationFilter)
        .or(
            () ->
                Optional.ofNullable(modules.discoverer())
                    .map(RegisteredDiscoverer::discoveryConfig)
                    .map(DiscoveryConfig::activationFilter));
  }
}
