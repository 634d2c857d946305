package org.bactrian.cloud.publisher;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.bactrian.cloud.registry.contract.RegistryEvent;
import org.bactrian.cloud.registry.contract.RegistryEventSource;
import org.bactrian.cloud.registry.contract.RegistryEventType;
import org.bactrian.cloud.storage.DatabaseKind;
import org.bactrian.model.job.JobStatus;
import org.bactrian.model.registry.Endpoint;
import org.bactrian.model.registry.RegistryJson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Leases over a real database whose time the test moves. */
class LeasesTest {

  private PublisherDatabase cloud;

  private void open(DatabaseKind kind) {
    cloud = PublisherDatabase.empty(kind);
  }

  @ParameterizedTest
  @EnumSource
  void aJobGoesToAPublisherOfItsSiteWithItsConfigurationOnce(DatabaseKind kind) {
    open(kind);
    SimulatedPublisher other = cloud.publisher("b", "site2").beat();
    SimulatedPublisher publisher = cloud.publisher("a", "site1").beat();
    cloud.job("e1");

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
  void theJobOfASilentPublisherMovesUnderALargerLease(DatabaseKind kind) {
    open(kind);
    SimulatedPublisher first = cloud.publisher("a", "site1").beat();
    cloud.job("e1");
    first.settle();
    SimulatedPublisher second = cloud.publisher("b", "site1").beat();
    long lease = first.lease("e1").orElseThrow().lease();

    cloud.passMillis(SimulatedPublisher.A_LEASE / 2);
    second.beat();
    assertThat(cloud.calls.due()).isEmpty();
    assertThat(second.running()).isEmpty();
    cloud.passMillis(SimulatedPublisher.A_LEASE / 2 + 1);
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
  void aPublisherThatIsBackInTimeGoesOnUnderItsLease(DatabaseKind kind) {
    open(kind);
    SimulatedPublisher publisher = cloud.publisher("a", "site1").beat();
    cloud.job("e1");
    publisher.settle();
    long lease = publisher.lease("e1").orElseThrow().lease();

    publisher.restart();
    publisher.beat();
    assertThat(publisher.lease("e1").orElseThrow().lease()).isEqualTo(lease);
    cloud.passMillis(SimulatedPublisher.A_LEASE);
    cloud.calls.due();
    publisher.restart();
    publisher.beat();

    assertThat(publisher.lease("e1").orElseThrow().lease())
        .as("nobody else had the job")
        .isEqualTo(lease);
  }

  @ParameterizedTest
  @EnumSource
  void aPublisherThatStopsHandsItsJobsBackAtOnce(DatabaseKind kind) {
    open(kind);
    SimulatedPublisher first = cloud.publisher("a", "site1").beat();
    cloud.job("e1");
    first.settle();
    SimulatedPublisher second = cloud.publisher("b", "site1").beat();

    first.stop();
    second.take(cloud.calls.due());

    assertThat(second.running()).containsExactly("e1");
    assertThat(cloud.workers.getWorker("a_publisher_0").status()).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void jobsAreSpreadOverThePublishersOfASite(DatabaseKind kind) {
    open(kind);
    List<SimulatedPublisher> publishers =
        Stream.of("a", "b", "c").map(device -> cloud.publisher(device, "site1").beat()).toList();
    IntStream.range(0, 9).forEach(n -> cloud.job("e" + n));

    List<LeaseNotices.Notice> calls = cloud.calls.due();
    publishers.forEach(publisher -> publisher.take(calls));

    assertThat(publishers).allSatisfy(one -> assertThat(one.running()).hasSize(3));
  }

  @ParameterizedTest
  @EnumSource
  void jobsThatNobodyCanTakeDoNotKeepOthersWaiting(DatabaseKind kind) {
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
    SimulatedPublisher publisher = cloud.publisher("a", "site1").beat();
    cloud.job("e1");

    publisher.take(cloud.calls.due());

    assertThat(publisher.running()).containsExactly("e1");
  }

  @ParameterizedTest
  @EnumSource
  void aCanceledJobEndsAndLeavesItsWorkerToAnother(DatabaseKind kind) {
    open(kind);
    SimulatedPublisher publisher = cloud.publisher("a", "site1", 1).beat();
    cloud.job("e1");
    publisher.settle();
    cloud.job("e2");

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
  void aJobThatIsMadeAgainWaitsUntilItsFormerPublisherHasEndedIt(DatabaseKind kind) {
    open(kind);
    SimulatedPublisher former = cloud.publisher("a", "site1", 1).beat();
    cloud.job("e1");
    former.settle();
    SimulatedPublisher other = cloud.publisher("b", "site1").beat();

    cloud.jobs.deleteJob("e1");
    cloud.job("e1");
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
  void aChangeReachesThePublisherWithoutWaitingForItsHeartbeat(DatabaseKind kind) {
    open(kind);
    SimulatedPublisher publisher = cloud.publisher("a", "site1").beat();
    cloud.job("e1");
    publisher.settle();

    cloud.publish.startPublishingValues(
        "e1", new PublishStartRequest(new PublishedItem("i=2", null, null, null, null), null));
    publisher.take(cloud.calls.due());

    assertThat(publisher.lease("e1").orElseThrow().configuration().toString()).contains("i=2");
  }

  @ParameterizedTest
  @EnumSource
  void aJobThatCannotBeCarriedOutEndsWithItsReason(DatabaseKind kind) {
    open(kind);
    SimulatedPublisher publisher = cloud.publisher("a", "site1").beat();
    cloud.job("e1");
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
  void aJobOfAnEndpointThatIsGoneEndsWithItsReason(DatabaseKind kind) {
    open(kind);
    cloud.job("e1");
    cloud.job("e2");
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
  void replicasThatAssignAtOnceGiveEachJobToOneWorker(DatabaseKind kind) throws Exception {
    open(kind);
    List<SimulatedPublisher> publishers =
        IntStream.range(0, 4).mapToObj(n -> cloud.publisher("d" + n, "site1", 10).beat()).toList();
    IntStream.range(0, 30).forEach(n -> cloud.job("e" + n));

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
}
