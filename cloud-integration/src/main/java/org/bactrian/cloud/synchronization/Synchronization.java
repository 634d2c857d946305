package org.bactrian.cloud.synchronization;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bactrian.cloud.registry.ApplicationTwins;
import org.bactrian.cloud.registry.EndpointTwins;
import org.bactrian.cloud.registry.Endpoints;
import org.bactrian.cloud.registry.Gateways;
import org.bactrian.cloud.registry.HubRegistry;
import org.bactrian.cloud.registry.Supervisors;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.cloud.registry.twin.ApplicationTwin;
import org.bactrian.cloud.registry.twin.Twin;
import org.bactrian.cloud.synchronization.SweepLease.Position;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.ApplicationInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code synchronization}: compares what subscribers know, and what is to be active, with
 * the twins of IoT Hub, page by page, and mends what differs. Of several replicas one does it at a
 * time.
 */
public final class Synchronization {

  private static final Logger LOG = LoggerFactory.getLogger(Synchronization.class);

  /** Twins of a page, as many as IoT Hub gives at once. */
  private static final int PAGE = 100;

  /** Pages of one run; the next one goes on behind them. */
  private static final int MAX_PAGES = 20;

  /** Applications that are out of use are looked at in one of so many sweeps. */
  private static final int SWEEPS_TO_DISABLED = 4;

  private final HubRegistry hub;
  private final Gateways gateways;
  private final Supervisors supervisors;
  private final Endpoints endpoints;
  private final EndpointTwins endpointTwins;
  private final AnnouncedEntities announced;
  private final EntityAnnouncer announcer;
  private final SweepLease lease;

  /** Endpoints that were activated again lately, with or without success. */
  private final Cache<String, Boolean> attempted =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofMinutes(1)).build();

  Synchronization(
      HubRegistry hub,
      Gateways gateways,
      Supervisors supervisors,
      Endpoints endpoints,
      EndpointTwins endpointTwins,
      AnnouncedEntities announced,
      EntityAnnouncer announcer,
      SweepLease lease) {
    this.hub = hub;
    this.gateways = gateways;
    this.supervisors = supervisors;
    this.endpoints = endpoints;
    this.endpointTwins = endpointTwins;
    this.announced = announced;
    this.announcer = announcer;
    this.lease = lease;
  }

  /**
   * Goes on with the sweep where the last run ended, at most to its end. A fault ends the run, and
   * the next one looks at the same page again.
   *
   * @param periodMillis time between two runs, of whatever replica
   * @param graceMillis time for which a module may be without connection before its endpoints are
   *     given to another
   */
  public void run(long periodMillis, long graceMillis) {
    Optional<Position> taken = lease.take(Duration.ofMillis(periodMillis));
    if (taken.isEmpty()) {
      return;
    }
    Position position = taken.get();
    ActivationRepair repair =
        new ActivationRepair(
            hub,
            supervisors,
            endpoints,
            endpointTwins,
            announced,
            Duration.ofMillis(graceMillis),
            attempted);
    try {
      long sweep = position.sweep();
      for (int pages = 0; pages < MAX_PAGES && position.sweep() == sweep; pages++) {
        position = step(position, repair);
        if (!lease.advance(position)) {
          return;
        }
      }
    } catch (OperationException e) {
      LOG.warn("The registry is compared with IoT Hub later: {}", e.getMessage());
    } finally {
      lease.release(position);
    }
  }

  /** Looks at one page; where to go on. */
  private Position step(Position position, ActivationRepair repair) {
    long sweep = position.sweep();
    SweepPhase phase = position.phase();
    if (phase == SweepPhase.VANISHED) {
      List<EntityKey> gone = announced.notSeenSince(sweep, PAGE);
      gone.forEach(key -> announcer.again(key, sweep));
      return gone.size() < PAGE ? new Position(sweep + 1, phase.next(), "") : position;
    }
    boolean skipped = phase == SweepPhase.DISABLED_APPLICATIONS && sweep % SWEEPS_TO_DISABLED != 0;
    if (skipped) {
      return new Position(sweep, phase.next(), "");
    }
    HubRegistry.Found page;
    try {
      page = hub.page(phase.query(), PAGE, position.continuation());
    } catch (OperationException e) {
      if (e.kind() != FaultKind.BAD_REQUEST || position.continuation().isEmpty()) {
        throw e;
      }
      LOG.debug("IoT Hub no longer knows where a sweep was; its phase begins again", e);
      return new Position(sweep, phase, "");
    }
    List<Twin> twins = page.rows().stream().map(Twin::of).toList();
    switch (phase) {
      case MODULES -> announcer.modules(twins, sweep);
      case GATEWAYS -> announcer.gateways(gateways.read(twins), sweep);
      case ENDPOINTS -> {
        List<EndpointInfo> found = endpointTwins.read(twins);
        announcer.endpoints(found, sweep);
        found.forEach(repair::look);
      }
      default -> disable(twins);
    }
    return page.continuation().isEmpty()
        ? new Position(sweep, phase.next(), "")
        : new Position(sweep, phase, page.continuation());
  }

  /** Takes endpoints out of use that were left when their application was. */
  private void disable(List<Twin> twins) {
    List<ApplicationInfo> disabled =
        twins.stream()
            .flatMap(twin -> ApplicationTwin.read(twin).stream())
            .filter(ApplicationInfo::isDisabled)
            .toList();
    for (String applicationId : endpointTwins.withSeenEndpoints(disabled)) {
      new ApplicationTwins(hub)
          .find(applicationId)
          .filter(ApplicationInfo::isDisabled)
          .ifPresent(
              application -> {
                LOG.info("Endpoints of {} are taken out of use with it", applicationId);
                endpoints.disableAll(applicationId, application.notSeenSince());
              });
    }
  }
}
