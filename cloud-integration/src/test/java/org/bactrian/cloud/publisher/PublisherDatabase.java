package org.bactrian.cloud.publisher;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.cloud.registry.contract.EndpointInfoBuilder;
import org.bactrian.cloud.storage.Database;
import org.bactrian.cloud.storage.DatabaseSettings;
import org.bactrian.cloud.storage.Postgres;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.Endpoint;
import org.bactrian.model.registry.EndpointRegistrationBuilder;
import org.bactrian.model.registry.ServerSecurityMode;

/** The beans of the publisher over a database, with endpoints that a test registers. */
final class PublisherDatabase implements AutoCloseable {

  enum Kind {
    H2,
    POSTGRESQL
  }

  private final Map<String, EndpointInfo> endpoints = new ConcurrentHashMap<>();
  private final Instant start;
  private volatile long aheadMillis;
  private long started;

  final Database database;
  final DatabaseClock clock = handle -> start().plusMillis(aheadMillis);
  final JobStore store = new JobStore(clock);
  final JobService service;
  final Publish publish;
  final Jobs jobs;
  final Workers workers;
  final LeaseAssignment assignment;
  final LeaseNotices notices;
  final WorkerHeartbeats heartbeats;
  final JobLeaseCalls calls;
  final JobEndpointCheck check;

  private PublisherDatabase(DatabaseSettings settings) {
    database = Database.open(settings);
    start = database.read(DatabaseClock.OF_DATABASE::now);
    service = new JobService(database, store, JobDefaults.DEFAULT);
    publish = new Publish(service, this::endpoint);
    jobs = new Jobs(service);
    workers = new Workers(new WorkerStore(database));
    assignment =
        new LeaseAssignment(database, clock, () -> started += Duration.ofHours(1).toNanos());
    notices = new LeaseNotices(database);
    heartbeats = new WorkerHeartbeats(new HeartbeatStore(database, clock), assignment, notices);
    calls = new JobLeaseCalls(assignment, notices);
    check = new JobEndpointCheck(database, store, service, clock, endpoints::containsKey);
  }

  static PublisherDatabase of(Kind kind, Path folder) {
    if (kind == Kind.H2) {
      return new PublisherDatabase(DatabaseSettings.in(folder));
    }
    var fresh = Postgres.fresh("publisher_" + kind.name().toLowerCase(Locale.ROOT));
    assumeTrue(fresh.isPresent(), Postgres.reason());
    return new PublisherDatabase(fresh.get());
  }

  /** Registers an endpoint of site1. */
  PublisherDatabase endpoint(String id, String site) {
    endpoints.put(
        id,
        EndpointInfoBuilder.builder()
            .applicationId("uas1")
            .registration(
                EndpointRegistrationBuilder.builder()
                    .id(id)
                    .siteId(site)
                    .supervisorId("edge1_module_publisher")
                    .endpoint(
                        new Endpoint(
                            "opc.tcp://plc:4840/",
                            null,
                            ServerSecurityMode.SignAndEncrypt,
                            "http://opcfoundation.org/UA/SecurityPolicy#Basic256Sha256",
                            "0123"))
                    .build())
            .build());
    return this;
  }

  void forgetEndpoint(String id) {
    endpoints.remove(id);
  }

  private Instant start() {
    return start;
  }

  /** Lets time pass, which stands still otherwise. */
  void passMillis(long millis) {
    aheadMillis += millis;
  }

  private EndpointInfo endpoint(String id) {
    EndpointInfo endpoint = endpoints.get(id);
    if (endpoint == null) {
      throw new OperationException(FaultKind.NOT_FOUND, "There is no endpoint " + id + ".");
    }
    return endpoint;
  }

  @Override
  public void close() {
    database.close();
  }
}
