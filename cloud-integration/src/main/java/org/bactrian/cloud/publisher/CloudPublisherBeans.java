package org.bactrian.cloud.publisher;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.LifecycleStrategySupport;
import org.bactrian.cloud.registry.EndpointTwins;
import org.bactrian.cloud.registry.HubRegistry;
import org.bactrian.cloud.registry.contract.RegistryEvent;
import org.bactrian.cloud.storage.Database;
import org.bactrian.cloud.storage.DatabaseClock;
import org.bactrian.cloud.storage.DuePoll;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.web.metrics.MeterRegistries;
import org.jspecify.annotations.Nullable;

/**
 * Binds the beans of the publisher service: {@code publish}, {@code jobs} and {@code workers} carry
 * out its operations, {@code workerHeartbeats}, {@code jobLeases} and {@code jobEndpoints} are
 * named by its routes.
 */
public final class CloudPublisherBeans implements CamelConfiguration {

  private final EndpointTwins endpoints;
  private final Database database;
  private final DatabaseClock clock;
  private volatile @Nullable JobEndpointCheck check;

  /**
   * @param hub hub that holds the registry
   * @param database database that replicas share
   */
  public CloudPublisherBeans(HubService hub, Database database) {
    this(new EndpointTwins(new HubRegistry(hub)), database, DatabaseClock.OF_DATABASE);
  }

  CloudPublisherBeans(EndpointTwins endpoints, Database database, DatabaseClock clock) {
    this.endpoints = endpoints;
    this.database = database;
    this.clock = clock;
  }

  @Override
  public void configure(CamelContext context) {
    JobStore store = new JobStore(clock);
    JobService jobs =
        new JobService(
            database,
            store,
            JobDefaults.of(
                name -> context.resolvePropertyPlaceholders("{{" + name + ":}}"), System.getenv()));
    LeaseAssignment assignment = new LeaseAssignment(database, clock, System::nanoTime);
    LeaseNotices notices = new LeaseNotices(database);
    WorkerHeartbeats heartbeats =
        new WorkerHeartbeats(new HeartbeatStore(database, clock), assignment, notices);
    JobEndpointCheck looks =
        new JobEndpointCheck(database, store, jobs, clock, id -> endpoints.find(id).isPresent());
    check = looks;

    Registry registry = context.getRegistry();
    registry.bind("publish", new Publish(jobs, id -> endpoints.get(id, true)));
    registry.bind("jobs", new Jobs(jobs));
    registry.bind("workers", new Workers(new WorkerStore(database)));
    registry.bind("workerHeartbeats", heartbeats);
    registry.bind("jobLeases", new JobLeaseCalls(assignment, notices, new DuePoll(database)));
    registry.bind("jobEndpoints", looks);
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStarted(CamelContext started) {
            for (MeterRegistry meters : MeterRegistries.of(started)) {
              count(
                  meters, "taken", "Heartbeats of publishers", heartbeats, WorkerHeartbeats::taken);
              count(
                  meters,
                  "refused",
                  "Reports of jobs whose lease the worker did not hold",
                  heartbeats,
                  WorkerHeartbeats::refused);
            }
          }
        });
  }

  private static void count(
      MeterRegistry meters,
      String name,
      String description,
      WorkerHeartbeats heartbeats,
      ToDoubleFunction<WorkerHeartbeats> value) {
    FunctionCounter.builder("bactrian.heartbeats." + name, heartbeats, value)
        .description(description)
        .register(meters);
  }

  /** Takes note of a change of the registry that was made here. */
  public void changed(RegistryEvent event) {
    JobEndpointCheck known = check;
    if (known != null) {
      known.changed(event);
    }
  }
}
