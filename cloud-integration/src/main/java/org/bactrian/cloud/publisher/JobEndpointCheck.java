package org.bactrian.cloud.publisher;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.bactrian.cloud.registry.contract.RegistryEvent;
import org.bactrian.cloud.registry.contract.RegistryEventSource;
import org.bactrian.cloud.registry.contract.RegistryEventType;
import org.bactrian.cloud.storage.Database;
import org.bactrian.cloud.storage.DatabaseClock;
import org.bactrian.model.fault.OperationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code jobEndpoints}: ends jobs whose endpoint is gone from the registry, at once when
 * this replica removed it, else with the next look. Safe for use by many threads and replicas.
 */
public final class JobEndpointCheck {

  private static final Logger LOG = LoggerFactory.getLogger(JobEndpointCheck.class);
  private static final int AT_ONCE = 100;

  private final Database database;
  private final JobStore store;
  private final JobService jobs;
  private final DatabaseClock clock;
  private final Predicate<String> isRegistered;

  /**
   * @param isRegistered whether there is an endpoint of an id
   */
  JobEndpointCheck(
      Database database,
      JobStore store,
      JobService jobs,
      DatabaseClock clock,
      Predicate<String> isRegistered) {
    this.database = database;
    this.store = store;
    this.jobs = jobs;
    this.clock = clock;
    this.isRegistered = isRegistered;
  }

  /**
   * Looks for the endpoints of some active jobs that nobody has looked for lately.
   *
   * @param everyMillis how often each is looked for
   */
  public void look(long everyMillis) {
    try {
      List<String> ids =
          database.transaction(
              handle -> {
                Instant before = clock.now(handle).minus(Duration.ofMillis(everyMillis));
                return store.takeUnchecked(handle, before, AT_ONCE);
              });
      ids.stream().filter(isRegistered.negate()).forEach(this::end);
    } catch (OperationException e) {
      LOG.warn("Endpoints of jobs cannot be looked for now: {}", e.getMessage());
    }
  }

  /** Takes note of a change of the registry that was made here. */
  void changed(RegistryEvent event) {
    boolean gone =
        event.source() == RegistryEventSource.Endpoint
            && event.eventType() == RegistryEventType.Deleted;
    if (gone) {
      try {
        end(event.id());
      } catch (OperationException e) {
        LOG.warn("The job of endpoint {} is ended later: {}", event.id(), e.getMessage());
      }
    }
  }

  private void end(String endpointId) {
    jobs.fail(
        endpointId,
        "Endpoint "
            + endpointId
            + " is no longer in the registry. Discover or register its server again, then restart"
            + " the job; or delete the job.");
  }
}
