package org.bactrian.edge.orchestration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.bactrian.edge.module.Site;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.model.job.JobLeases;
import org.bactrian.model.job.JobLeases.JobLease;
import org.bactrian.model.job.JobStatus;
import org.bactrian.model.job.WorkerHeartbeat;
import org.bactrian.model.job.WorkerHeartbeat.WorkerReport;
import org.bactrian.model.job.WorkerStatus;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.registry.RegistryJson;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workers whose time and cloud the test is. */
class JobAgentTest {

  private static final long SESSION = 1_000;
  private static final Duration VALIDITY = Duration.ofMillis(4_800);
  private static final DefaultCamelContext CONTEXT = new DefaultCamelContext();

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
  private final AtomicReference<List<WriterGroup>> published = new AtomicReference<>();
  private final AtomicReference<Set<String>> held = new AtomicReference<>();
  private final JobAgent agent =
      new JobAgent(
          new ModuleId("edge1", "publisher"),
          new Site(""),
          PublishingDefaults.compatible("edge1"),
          SESSION,
          nanos::get);
  private long notice;

  @BeforeEach
  void follow() {
    agent.groups().follow(published::set);
    agent.groups().followHeld(held::set);
  }

  @AfterAll
  static void stop() {
    CONTEXT.stop();
  }

  @Test
  void theFirstHeartbeatComesAtOnceAndTheNextAfterTheInterval() {
    WorkerHeartbeat first = beat().orElseThrow();

    assertThat(first.session()).isEqualTo(SESSION);
    assertThat(first.workers())
        .hasSize(5)
        .allMatch(worker -> worker.status() == WorkerStatus.WaitingForJob);
    assertThat(first.capabilities())
        .containsEntry("Type", "publisher")
        .containsEntry("SiteId", "edge1")
        .containsEntry("DeviceId", "edge1")
        .containsEntry("ModuleId", "publisher");
    assertThat(beat()).isEmpty();
    pass(2_999);
    assertThat(beat()).isEmpty();
    pass(2);
    assertThat(beat()).isPresent();
  }

  @Test
  void oneHeartbeatIsUnderWayAtATime() {
    assertThat(due()).isPresent();
    pass(10_000);

    assertThat(due()).isEmpty();

    agent.sent();
    assertThat(due()).isPresent();
  }

  @Test
  void aJobIsPublishedAndReportedAtOnce() {
    beat();

    assertThat(tell(1, lease(0, "uat1", 7, "h"))).isTrue();

    assertThat(published.get()).extracting(WriterGroup::name).containsExactly("uat1");
    WorkerReport report = beat().orElseThrow().workers().get(0);
    assertThat(report.status()).isEqualTo(WorkerStatus.ProcessingJob);
    assertThat(report.job().lease()).isEqualTo(7);
    assertThat(report.job().jobHash()).isEqualTo("h");
    assertThat(report.job().status()).isEqualTo(JobStatus.Active);
  }

  @Test
  void aJobIsHeldBeforeItsLeaseEndsWhenTheCloudDoesNotAnswerAndGoesOnWhenItIsStillItsOwn() {
    beat();
    tell(1, lease(0, "uat1", 7, "h"));

    pass(4_799);
    beat();
    assertThat(held.get()).isEmpty();
    pass(1);
    beat();
    assertThat(held.get()).containsExactly(published.get().get(0).id());
    pass(3_000);
    WorkerHeartbeat after = beat().orElseThrow();
    assertThat(after.workers().get(0).job().lease()).isEqualTo(7);
    tell(after.number(), known(0, "uat1", 7, "h"));

    assertThat(held.get()).isEmpty();
    assertThat(published.get()).hasSize(1);
  }

  @Test
  void aHeldJobThatAnotherPublisherHasIsDroppedWhileItIsHeld() {
    beat();
    tell(1, lease(0, "uat1", 7, "h"));
    pass(5_000);
    WorkerHeartbeat after = beat().orElseThrow();
    AtomicReference<Set<String>> heldAtDrop = new AtomicReference<>();
    agent
        .groups()
        .follow(
            groups -> {
              if (groups.isEmpty()) {
                heldAtDrop.set(held.get());
              }
            });

    tell(after.number());

    assertThat(heldAtDrop.get()).isNotEmpty();
    assertThat(held.get()).isEmpty();
    assertThat(published.get()).isEmpty();
  }

  @Test
  void anUnansweredHeartbeatIsRepeatedAfterAQuarterWhileAJobIsAtStake() {
    beat();
    tell(1, lease(0, "uat1", 7, "h"));
    assertThat(beat().orElseThrow().number()).isEqualTo(2);
    tell(2, known(0, "uat1", 7, "h"));
    pass(3_000);
    assertThat(beat().orElseThrow().number()).isEqualTo(3);

    pass(750);

    assertThat(beat().orElseThrow().number()).isEqualTo(4);
    tell(4, known(0, "uat1", 7, "h"));
    pass(2_000);
    assertThat(beat()).isEmpty();
    assertThat(published.get()).hasSize(1);
  }

  @Test
  void aLeaseCountsFromTheHeartbeatThatIsAnsweredNotFromTheAnswer() {
    beat();
    pass(4_000);

    assertThat(tell(1, lease(0, "uat1", 7, "h"))).isTrue();

    pass(800);
    beat();
    assertThat(held.get()).hasSize(1);
  }

  @Test
  void anAnswerThatComesTooLateStartsNothing() {
    beat();
    pass(4_800);

    assertThat(tell(1, lease(0, "uat1", 7, "h"))).isFalse();

    assertThat(published.get()).isEmpty();
  }

  @Test
  void answersOutOfOrderOrForAnotherProcessAreNotTaken() {
    beat();
    tell(1, lease(0, "uat1", 7, "h"));
    tell(1);
    assertThat(published.get()).isEmpty();

    assertThat(take(new JobLeases(SESSION, 1, 1, VALIDITY, true, List.of(lease(0, "x", 9, "h")))))
        .isFalse();
    assertThat(
            take(new JobLeases(SESSION - 1, 99, 1, VALIDITY, true, List.of(lease(0, "x", 9, "h")))))
        .isFalse();
    assertThat(published.get()).isEmpty();
  }

  @Test
  void aChangeKeepsTheGroupAndANewLeaseReplacesIt() {
    beat();
    tell(1, lease(0, "uat1", 7, "h"));
    String id = published.get().get(0).id();

    tell(1, new JobLease(0, "uat1", 7, "h2", JobTexts.job("uat1", "i=2256")));
    assertThat(published.get().get(0).id()).isEqualTo(id);
    assertThat(published.get().get(0).writers().get(0).fields().get(0).nodeId())
        .isEqualTo("i=2256");
    tell(1, lease(0, "uat1", 8, "h2"));

    assertThat(published.get().get(0).id()).isNotEqualTo(id);
  }

  @Test
  void aConfigurationThatComesLaterIsAskedForAtOnce() {
    beat();

    take(new JobLeases(SESSION, ++notice, 1, VALIDITY, false, List.of(known(0, "uat1", 7, "h"))));

    assertThat(published.get()).isEmpty();
    assertThat(beat()).isPresent();
    tell(2, lease(0, "uat1", 7, "h"));
    assertThat(published.get()).hasSize(1);
  }

  @Test
  void aJobThatCannotBeCarriedOutIsReportedWithItsReasonUntilTheCloudTakesItBack() {
    beat();

    tell(1, new JobLease(0, "uat1", 7, "h", JobTexts.job("uat1", "no node id")));

    WorkerReport report = beat().orElseThrow().workers().get(0);
    assertThat(report.job().status()).isEqualTo(JobStatus.Error);
    assertThat(report.job().reason()).contains("no node id").doesNotContain("top-secret");
    tell(2);
    assertThat(beat().orElseThrow().workers().get(0).status())
        .isEqualTo(WorkerStatus.WaitingForJob);
  }

  @Test
  void aHeartbeatIsSmallEnoughForIotHubHoweverManyJobsFailForHoweverManyNodes() {
    desire("{\"MaxWorkers\":250}");
    beat();
    JsonNode job = JobTexts.job("uat" + "1".repeat(40), "no node id");
    ArrayNode nodes =
        (ArrayNode)
            job.at("/writerGroup/dataSetWriters/0/dataSet/dataSetSource/publishedVariables")
                .path("publishedData");
    for (int i = 0; i < 100; i++) {
      nodes.addObject().put("publishedVariableNodeId", "kein Knoten: \u6ce8\u610f " + i);
    }

    tell(
        1,
        IntStream.range(0, 250)
            .mapToObj(worker -> new JobLease(worker, "uat" + worker, 7, "h".repeat(40), job))
            .toArray(JobLease[]::new));

    WorkerHeartbeat heartbeat = beat().orElseThrow();
    assertThat(heartbeat.workers())
        .allSatisfy(worker -> assertThat(worker.job().reason()).contains("no node id"));
    assertThat(RegistryJson.bytes(heartbeat)).hasSizeLessThan(200 * 1024);
  }

  @ParameterizedTest
  @CsvSource({"null,5", "9,9", "2,2", "-4,5"})
  void theTwinSaysHowManyWorkersThereAre(String desired, int workers) {
    desire("{\"MaxWorkers\":" + desired + "}");

    assertThat(beat().orElseThrow().workers()).hasSize(workers);
  }

  @Test
  void workersWithoutAJobGoFirst() {
    desire("{\"MaxWorkers\":8}");
    beat();
    tell(1, lease(6, "uat1", 7, "h"), lease(7, "uat2", 8, "h"));

    desire("{\"MaxWorkers\":2}");

    assertThat(published.get()).extracting(WriterGroup::name).containsExactly("uat1", "uat2");
    assertThat(beat().orElseThrow().workers())
        .extracting(WorkerReport::worker)
        .containsExactly(6, 7);
  }

  @Test
  void anEdgeThatStopsHandsItsJobsBackAndTakesNoMore() {
    beat();
    tell(1, lease(0, "uat1", 7, "h"));

    Exchange exchange = new DefaultExchange(CONTEXT);
    agent.stop(exchange);

    assertThat(published.get()).isEmpty();
    assertThat(read(exchange).workers()).isEmpty();
    pass(60_000);
    assertThat(beat()).isEmpty();
    assertThat(tell(2, lease(0, "uat1", 7, "h"))).isFalse();
  }

  private Optional<WorkerHeartbeat> beat() {
    Optional<WorkerHeartbeat> heartbeat = due();
    agent.sent();
    return heartbeat;
  }

  private Optional<WorkerHeartbeat> due() {
    Exchange exchange = new DefaultExchange(CONTEXT);
    agent.heartbeat(exchange);
    return exchange.getMessage().getBody() == null ? Optional.empty() : Optional.of(read(exchange));
  }

  private static WorkerHeartbeat read(Exchange exchange) {
    return RegistryJson.read(exchange.getMessage().getBody(byte[].class), WorkerHeartbeat.class);
  }

  private boolean tell(long heartbeat, JobLease... leases) {
    return take(new JobLeases(SESSION, ++notice, heartbeat, VALIDITY, true, List.of(leases)));
  }

  private boolean take(JobLeases leases) {
    return agent.update(RegistryJson.bytes(leases));
  }

  private static JobLease lease(int worker, String jobId, long lease, String hash) {
    return new JobLease(worker, jobId, lease, hash, JobTexts.job(jobId, "i=2258"));
  }

  private static JobLease known(int worker, String jobId, long lease, String hash) {
    return lease(worker, jobId, lease, hash).withoutConfiguration();
  }

  private void pass(long millis) {
    nanos.addAndGet(Duration.ofMillis(millis).toNanos());
  }

  private void desire(String properties) {
    JsonNode desired =
        properties.isEmpty()
            ? JsonNodeFactory.instance.objectNode()
            : RegistryJson.read(properties, JsonNode.class);
    agent.apply(desired);
  }
}
