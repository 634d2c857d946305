package org.bactrian.cloud.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.bactrian.cloud.publisher.contract.WorkerInfo;
import org.bactrian.cloud.storage.DatabaseKind;
import org.bactrian.model.job.WorkerHeartbeat;
import org.bactrian.model.job.WorkerStatus;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Heartbeats of publishers, with the workers that they list, and such as nobody may believe. */
class WorkerHeartbeatsTest {

  private PublisherDatabase cloud;

  private void open(DatabaseKind kind) {
    cloud = PublisherDatabase.empty(kind);
  }

  @ParameterizedTest
  @EnumSource
  void heartbeatsThatComeTwiceOrLateChangeNothing(DatabaseKind kind) {
    open(kind);
    SimulatedPublisher publisher = cloud.publisher("a", "site1").beat();
    WorkerHeartbeat early = publisher.next();
    WorkerHeartbeat later = publisher.next();

    assertThat(publisher.send(later)).hasSize(1);
    cloud.passMillis(SimulatedPublisher.A_LEASE);
    assertThat(publisher.send(early)).isEmpty();
    assertThat(publisher.send(later)).isEmpty();
    cloud.job("e1");

    assertThat(cloud.assignment.isDue()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void workersAreListedWithTheirPublisherAndForgotten(DatabaseKind kind) {
    open(kind);
    cloud.publisher("a", "site1", 3).beat();

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
    open(DatabaseKind.H2);
    Map<String, Object> sender =
        Map.of("iothub-connection-device-id", "a", "iothub-connection-module-id", "publisher");

    assertThatThrownBy(() -> cloud.heartbeats.take(body, sender))
        .isInstanceOf(UnreadableHeartbeatException.class)
        .hasMessageContaining("heartbeat");
  }

  @ParameterizedTest
  @ValueSource(strings = {"device", "module"})
  void aMessageThatNoModuleSentIsNoHeartbeat(String part) {
    open(DatabaseKind.H2);

    assertThatThrownBy(
            () -> cloud.heartbeats.take("{}", Map.of("iothub-connection-" + part + "-id", "a")))
        .isInstanceOf(UnreadableHeartbeatException.class)
        .hasMessageContaining("no module sent it");
  }

  @ParameterizedTest
  @EnumSource
  void aPublisherCannotPassForOneOfAnotherDevice(DatabaseKind kind) {
    open(kind);
    SimulatedPublisher victim = cloud.publisher("a", "site1").beat();
    cloud.job("e1");
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
}
