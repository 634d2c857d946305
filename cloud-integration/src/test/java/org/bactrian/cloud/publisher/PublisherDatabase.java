package org.bactrian.cloud.publisher;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bactrian.cloud.publisher.contract.PublishStartRequest;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.cloud.registry.contract.EndpointInfoBuilder;
import org.bactrian.cloud.storage.Database;
import org.bactrian.cloud.storage.DatabaseClock;
import org.bactrian.cloud.storage.DatabaseKind;
import org.bactrian.cloud.storage.DuePoll;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.Endpoint;
import org.bactrian.model.registry.EndpointRegistrationBuilder;
import org.bactrian.model.registry.ServerSecurityMode;

/**
 * The beans of the publisher over the database that the tests of this JVM share, with endpoints
 * that a test registers.
 */
final class PublisherDatabase {

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

  private PublisherDatabase(Database database) {
    this.database = database;
    start = database.read(DatabaseClock.OF_DATABASE::now);
    service = new JobService(database, store, JobDefaults.DEFAULT);
    publish = new Publish(service, this::endpoint);
    jobs = new Jobs(service);
    workers = new Workers(new WorkerStore(database));
    assignment =
        new LeaseAssignment(database, clock, () -> started += Duration.ofHours(1).toNanos());
    notices = new LeaseNotices(database);
    heartbeats = new WorkerHeartbeats(new HeartbeatStore(database, clock), assignment, notices);
    calls =
        new JobLeaseCalls(
            assignment, notices, new DuePoll(new AtomicLong()::incrementAndGet, System::nanoTime));
    check = new JobEndpointCheck(database, store, service, clock, endpoints::containsKey);
  }

  /** The beans over the shared database of a kind, with nothing in it. */
  static PublisherDatabase empty(DatabaseKind kind) {
    DatabaseKind.clear(kind.shared());
    return new PublisherDatabase(kind.shared());
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

  /** Registers an endpoint of site1 and publishes a node of it. */
  void job(String id) {
    endpoint(id, "site1");
    publish.startPublishingValues(id, new PublishStartRequest(PublishRequests.node("i=1"), null));
  }

  /** A publisher that has not sent a heartbeat yet, with five workers. */
  SimulatedPublisher publisher(String device, String site) {
    return publisher(device, site, 5);
  }

  /** The same with another number of workers. */
  SimulatedPublisher publisher(String device, String site, int number) {
    return new SimulatedPublisher(this, device, site, number);
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
}
