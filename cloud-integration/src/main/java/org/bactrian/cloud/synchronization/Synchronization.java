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

  /** Entities that are looked up one by one in a step. */
  private static final int MAX_VANISHED = 100;

  /** Steps of one run; the next one goes on behind them. */
  private static final int MAX_STEPS = 20;

  /**
   * Queries after which a run asks no more. IoT Hub takes 20 a minute for each unit of S1, which
   * four in the usual period leave room in.
   */
  private static final int MAX_QUERIES = 4;

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
      int queries = 0;
      for (int steps = 0; steps < MAX_STEPS && position.sweep() == sweep; steps++) {
        if (queries >= MAX_QUERIES && asks(position)) {
          return;
        }
        Step step = step(position, repair);
        queries += step.queries();
        position = step.next();
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

  /** Returns whether the next step is a query. */
  private static boolean asks(Position position) {
    return switch (position.phase()) {
      case VANISHED -> false;
      case DISABLED_APPLICATIONS -> position.sweep() % SWEEPS_TO_DISABLED == 0;
      default -> true;
    };
  }

  /**
   * Step of a sweep that was done.
   *
   * @param next where to go on
   * @param queries number of queries that it took
   */
  private record Step(Position next, int queries) {}

  private Step step(Position position, ActivationRepair repair) {
    long sweep = position.sweep();
    SweepPhase phase = position.phase();
    if (phase == SweepPhase.VANISHED) {
      List<EntityKey> gone = announced.notSeenSince(sweep, MAX_VANISHED);
      gone.forEach(key -> announcer.again(key, sweep));
      return new Step(
          gone.size() < MAX_VANISHED ? new Position(sweep + 1, phase.next(), "") : position, 0);
    }
    if (!asks(position)) {
      return new Step(new Position(sweep, phase.next(), ""), 0);
    }
    HubRegistry.Found page;
    try {
      page = hub.page(phase.query(), phase.pageSize(), position.continuation());
    } catch (OperationException e) {
      if (e.kind() != FaultKind.BAD_REQUEST || position.continuation().isEmpty()) {
        throw e;
      }
      LOG.debug("IoT Hub no longer knows where a sweep was; its phase begins again", e);
      return new Step(new Position(sweep, phase, ""), 1);
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
    Position next =
        page.continuation().isEmpty()
            ? new Position(sweep, phase.next(), "")
            : new Position(sweep, phase, page.continuation());
    return new Step(next, 1 + phase.furtherQueries(twins.size()));
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
