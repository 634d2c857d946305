package org.bactrian.cloud.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bactrian.cloud.publisher.contract.Demand;
import org.bactrian.cloud.publisher.contract.JobInfo;
import org.bactrian.cloud.publisher.contract.PublishStartRequest;
import org.bactrian.cloud.publisher.contract.PublishedItem;
import org.bactrian.cloud.publisher.contract.WorkerInfo;
import org.bactrian.cloud.registry.contract.RegistryEvent;
import org.bactrian.cloud.registry.contract.RegistryEventSource;
import org.bactrian.cloud.registry.contract.RegistryEventType;
import org.bactrian.model.job.JobStatus;
import org.bactrian.model.job.WorkerHeartbeat;
import org.bactrian.model.job.WorkerStatus;
import org.bactrian.model.registry.Endpoint;
import org.bactrian.model.registry.RegistryJson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Leases over a real database whose time the test moves. */
class LeasesTest {

  private static final long A_LEASE = SimulatedPublisher.INTERVAL.toMillis() * 7 / 4 + 1;

  @TempDir Path folder;
  private PublisherDatabase cloud;

  private void open(PublisherDatabase.Kind kind) {
    cloud = PublisherDatabase.of(kind, folder);
  }

  @AfterEach
  void close() {
    if (cloud != null) {
      cloud.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aJobGoesToAPublisherOfItsSiteWithItsConfigurationOnce(PublisherDatabase.Kind kind) {
    open(kind);
    SimulatedPublisher other = publisher("b", "site2").beat();
    SimulatedPublisher publisher = publisher("a", "site1").beat();
    job("e1");

    publisher.beat();

    assertThat(publisher.lease("e1").orElseThrow().configuration().toString()).contains("i=1");
    List<LeaseNotices.Notice> told = publisher.send(publisher.next());
    assertThat(told.get(0).leases().leases().get(0).configuration()).isNull();
    assertThat(other.beat().running()).isEmpty();
    assertThat(cloud.jobs.getJob("e1").lifetimeData().processingStatus())
        .containsOnlyKeys("a_publisher_0");
  }

  @ParameterizedTest
  @EnumSource
  void theJobOfASilentPublisherMovesUnderALargerLease(PublisherDatabase.Kind kind) {
    open(kind);
    SimulatedPublisher first = publisher("a", "site1").beat();
    job("e1");
    first.settle();
    SimulatedPublisher second = publisher("b", "site1").beat();
    long lease = first.lease("e1").orElseThrow().lease();

    cloud.passMillis(A_LEASE / 2);
    second.beat();
    assertThat(cloud.calls.due()).isEmpty();
    assertThat(second.running()).isEmpty();
    cloud.passMillis(A_LEASE / 2 + 1);
    second.take(cloud.calls.due());

    assertThat(second.running()).containsExactly("e1");
    assertThat(second.lease("e1").orElseThrow().lease()).isGreaterThan(lease);
    assertThat(cloud.heartbeats.refused()).isZero();
    first.beat();
    assertThat(cloud.heartbeats.refused()).isOne();
    assertThat(first.running()).isEmpty();
    assertThat(second.settle().running()).containsExactly("e1");
  }

  @ParameterizedTest
  @EnumSource
  void heartbeatsThatComeTwiceOrLateChangeNothing(PublisherDatabase.Kind kind) {
    open(kind);
    SimulatedPublisher publisher = publisher("a", "site1").beat();
    WorkerHeartbeat early = publisher.next();
    WorkerHeartbeat later = publisher.next();

    assertThat(publisher.send(later)).hasSize(1);
    cloud.passMillis(A_LEASE);
    assertThat(publisher.send(early)).isEmpty();
    assertThat(publisher.send(later)).isEmpty();
    job("e1");

    assertThat(cloud.assignment.isDue()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void aPublisherThatIsBackInTimeGoesOnUnderItsLease(PublisherDatabase.Kind kind) {
    open(kind);
    SimulatedPublisher publisher = publisher("a", "site1").beat();
    job("e1");
    publisher.settle();
    long lease = publisher.lease("e1").orElseThrow().lease();

    publisher.restart();
    publisher.beat();
    assertThat(publisher.lease("e1").orElseThrow().lease()).isEqualTo(lease);
    cloud.passMillis(A_LEASE);
    cloud.calls.due();
    publisher.restart();
    publisher.beat();

    assertThat(publisher.lease("e1").orElseThrow().lease())
        .as("nobody else had the job")
        .isEqualTo(lease);
  }

  @ParameterizedTest
  @EnumSource
  void aPublisherThatStopsHandsItsJobsBackAtOnce(PublisherDatabase.Kind kind) {
    open(kind);
    SimulatedPublisher first = publisher("a", "site1").beat();
    job("e1");
    first.settle();
    SimulatedPublisher second = publisher("b", "site1").beat();

    first.stop();
    second.take(cloud.calls.due());

    assertThat(second.running()).containsExactly("e1");
    assertThat(cloud.workers.getWorker("a_publisher_0").status()).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void jobsAreSpreadOverThePublishersOfASite(PublisherDatabase.Kind kind) {
    open(kind);
    List<SimulatedPublisher> publishers =
        Stream.of("a", "b", "c").map(device -> publisher(device, "site1").beat()).toList();
    IntStream.range(0, 9).forEach(n -> job("e" + n));

    List<LeaseNotices.Notice> calls = cloud.calls.due();
    publishers.forEach(publisher -> publisher.take(calls));

    assertThat(publishers).allSatisfy(one -> assertThat(one.running()).hasSize(3));
  }

  @ParameterizedTest
  @EnumSource
  void jobsThatNobodyCanTakeDoNotKeepOthersWaiting(PublisherDatabase.Kind kind) {
    open(kind);
    cloud.database.transaction(
        handle -> {
          JobConfiguration nothing =
              JobConfiguration.of(
                  "none",
                  new Endpoint("opc.tcp://gone:4840", null, null, null, null),
                  JobDefaults.DEFAULT);
          IntStream.range(0, 1_001)
              .forEach(
                  n ->
                      cloud.store.insert(
                          handle, "gone" + n, nothing, List.of(Demand.equal("SiteId", "gone"))));
          return true;
        });
    cloud.passMillis(1);
    SimulatedPublisher publisher = publisher("a", "site1").beat();
    job("e1");

    publisher.take(cloud.calls.due());

    assertThat(publisher.running()).containsExactly("e1");
  }

  @ParameterizedTest
  @EnumSource
  void aCanceledJobEndsAndLeavesItsWorkerToAnother(PublisherDatabase.Kind kind) {
    open(kind);
    SimulatedPublisher publisher = publisher("a", "site1", 1).beat();
    job("e1");
    publisher.settle();
    job("e2");

    cloud.jobs.cancelJob("e1");
    publisher.take(cloud.calls.due());
    assertThat(publisher.running()).isEmpty();
    publisher.settle();

    assertThat(publisher.running()).containsExactly("e2");
    cloud.jobs.restartJob("e1");
    assertThat(publisher.settle().running()).containsExactly("e2");
  }

  @ParameterizedTest
  @EnumSource
  void aJobThatIsMadeAgainWaitsUntilItsFormerPublisherHasEndedIt(PublisherDatabase.Kind kind) {
    open(kind);
    SimulatedPublisher former = publisher("a", "site1", 1).beat();
    job("e1");
    former.settle();
    SimulatedPublisher other = publisher("b", "site1").beat();

    cloud.jobs.deleteJob("e1");
    job("e1");
    other.beat();
    assertThat(other.running()).isEmpty();
    former.settle();
    former.take(cloud.calls.due());
    other.take(cloud.calls.due());
    other.beat();

    assertThat(former.running().size() + other.running().size()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void aChangeReachesThePublisherWithoutWaitingForItsHeartbeat(PublisherDatabase.Kind kind) {
    open(kind);
    SimulatedPublisher publisher = publisher("a", "site1").beat();
    job("e1");
    publisher.settle();

    cloud.publish.startPublishingValues(
        "e1", new PublishStartRequest(new PublishedItem("i=2", null, null, null, null), null));
    publisher.take(cloud.calls.due());

    assertThat(publisher.lease("e1").orElseThrow().configuration().toString()).contains("i=2");
  }

  @ParameterizedTest
  @EnumSource
  void aJobThatCannotBeCarriedOutEndsWithItsReason(PublisherDatabase.Kind kind) {
    open(kind);
    SimulatedPublisher publisher = publisher("a", "site1").beat();
    job("e1");
    publisher.fail("The policy is not known.");

    publisher.settle();

    JobInfo job = cloud.jobs.getJob("e1");
    assertThat(job.lifetimeData().status()).isEqualTo(JobStatus.Error);
    assertThat(job.lifetimeData().reason()).isEqualTo("The policy is not known.");
    assertThat(job.lifetimeData().processingStatus()).isEmpty();
    assertThat(publisher.beat().running()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aJobOfAnEndpointThatIsGoneEndsWithItsReason(PublisherDatabase.Kind kind) {
    open(kind);
    job("e1");
    job("e2");
    cloud.check.look(60_000);
    assertThat(cloud.jobs.getJob("e1").lifetimeData().status()).isNull();

    cloud.forgetEndpoint("e1");
    cloud.passMillis(61_000);
    cloud.check.look(60_000);
    cloud.check.changed(
        new RegistryEvent(
            RegistryEventSource.Endpoint,
            RegistryEventType.Deleted,
            "e2",
            RegistryJson.tree(Map.of())));

    for (String id : List.of("e1", "e2")) {
      JobInfo job = cloud.jobs.getJob(id);
      assertThat(job.lifetimeData().status()).isEqualTo(JobStatus.Error);
      assertThat(job.lifetimeData().reason()).contains(id + " is no longer in the registry");
    }
  }

  @ParameterizedTest
  @EnumSource
  void workersAreListedWithTheirPublisherAndForgotten(PublisherDatabase.Kind kind) {
    open(kind);
    publisher("a", "site1", 3).beat();

    var first = cloud.workers.listWorkers(null, 2);
    var second = cloud.workers.listWorkers(first.continuationToken(), 2);

    assertThat(first.workers())
        .extracting(WorkerInfo::workerId)
        .containsExactly("a_publisher_0", "a_publisher_1");
    assertThat(second.workers())
        .singleElement()
        .satisfies(
            worker -> {
              assertThat(worker.agentId()).isEqualTo("a_publisher");
              assertThat(worker.status()).isEqualTo(WorkerStatus.WaitingForJob);
            });
    cloud.workers.deleteWorker("a_publisher_0");
    assertThat(cloud.workers.listWorkers(null, null).workers()).hasSize(2);
    assertThatThrownBy(() -> cloud.workers.deleteWorker("a_publisher_0"))
        .hasMessageContaining("There is no worker a_publisher_0");
  }

  @ParameterizedTest
  @EnumSource
  void replicasThatAssignAtOnceGiveEachJobToOneWorker(PublisherDatabase.Kind kind)
      throws Exception {
    open(kind);
    List<SimulatedPublisher> publishers =
        IntStream.range(0, 4).mapToObj(n -> publisher("d" + n, "site1", 10).beat()).toList();
    IntStream.range(0, 30).forEach(n -> job("e" + n));

    ExecutorService replicas = Executors.newFixedThreadPool(4);
    try {
      List<Callable<List<LeaseNotices.Notice>>> calls = new ArrayList<>();
      publishers.forEach(publisher -> calls.add(() -> publisher.send(publisher.next())));
      publishers.forEach(publisher -> calls.add(cloud.calls::due));
      for (var call : replicas.invokeAll(calls)) {
        List<LeaseNotices.Notice> notices = call.get();
        publishers.forEach(publisher -> publisher.take(notices));
      }
    } finally {
      replicas.shutdownNow();
    }
    publishers.forEach(SimulatedPublisher::settle);

    assertThat(publishers.stream().flatMap(publisher -> publisher.running().stream()))
        .hasSize(30)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{\"session\":0,\"number\":1}",
        "{\"session\":1,\"number\":-1}",
        "{\"session\":1,\"number\":1,\"workers\":[null]}",
        "{\"session\":1,\"number\":1,\"workers\":[{\"worker\":-1}]}",
        "{\"session\":1,\"number\":1,\"workers\":[{\"worker\":1},{\"worker\":1}]}",
        "{\"session\":1,\"number\":1,\"workers\":[{\"worker\":1,\"job\":{\"jobId\":\"a\\u0000\"}}]}",
        "{\"session\":1,\"number\":1,\"capabilities\":{\"a\":\"\\u0000\"}}"
      })
  void whatIsNoHeartbeatIsRefusedWithTheReason(String body) {
    open(PublisherDatabase.Kind.H2);
    Map<String, Object> sender =
        Map.of("iothub-connection-device-id", "a", "iothub-connection-module-id", "publisher");

    assertThatThrownBy(() -> cloud.heartbeats.take(body, sender))
        .isInstanceOf(UnreadableHeartbeatException.class)
        .hasMessageContaining("heartbeat");
  }

  @ParameterizedTest
  @ValueSource(strings = {"device", "module"})
  void aMessageThatNoModuleSentIsNoHeartbeat(String part) {
    open(PublisherDatabase.Kind.H2);

    assertThatThrownBy(
            () -> cloud.heartbeats.take("{}", Map.of("iothub-connection-" + part + "-id", "a")))
        .isInstanceOf(UnreadableHeartbeatException.class)
        .hasMessageContaining("no module sent it");
  }

  @ParameterizedTest
  @EnumSource
  void aPublisherCannotPassForOneOfAnotherDevice(PublisherDatabase.Kind kind) {
    open(kind);
    SimulatedPublisher victim = publisher("a", "site1").beat();
    job("e1");
    victim.settle();
    long lease = victim.lease("e1").orElseThrow().lease();
    String forged =
        """
        {"session": 9, "number": 9, "capabilities": {"DeviceId": "a", "ModuleId": "publisher",
          "Type": "root", "SiteId": "site9"},
         "workers": [{"worker": 0, "status": "ProcessingJob",
           "job": {"jobId": "e1", "lease": %d, "status": "Error", "reason": "x"}}]}
        """
            .formatted(lease);

    cloud.heartbeats.take(
        forged,
        Map.of("iothub-connection-device-id", "evil", "iothub-connection-module-id", "publisher"));

    assertThat(cloud.heartbeats.refused()).isOne();
    assertThat(cloud.jobs.getJob("e1").lifetimeData().status()).isNull();
    assertThat(victim.settle().running()).containsExactly("e1");
  }

  private SimulatedPublisher publisher(String device, String site) {
    return publisher(device, site, 5);
  }

  private SimulatedPublisher publisher(String device, String site, int workers) {
    return new SimulatedPublisher(cloud, device, site, workers);
  }

  private void job(String id) {
    cloud.endpoint(id, "site1");
    cloud.publish.startPublishingValues(
        id, new PublishStartRequest(new PublishedItem("i=1", null, null, null, null), null));
  }
}
