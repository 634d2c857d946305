package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.bactrian.cloud.registry.EndpointTwins;
import org.bactrian.cloud.registry.HubRegistry;
import org.bactrian.cloud.registry.contract.EndpointInfoBuilder;
import org.bactrian.launcher.azure.HubClients;
import org.bactrian.launcher.azure.LocalEndpoints;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.model.registry.Endpoint;
import org.bactrian.model.registry.EndpointActivationState;
import org.bactrian.model.registry.EndpointRegistrationBuilder;
import org.bactrian.model.registry.ServerSecurityMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand jobs over twenty publishers at a hub, of which one is killed every ten seconds and
 * comes back: no job is ever at two of them, or idle for longer than two heartbeats. The property
 * {@code bactrian.jobs.kills} says how many are killed.
 */
@Tag("faults")
class ManyJobsTest {

  private static final int JOBS = 1_000;
  private static final int PUBLISHERS = 20;
  private static final int WORKERS = 100;
  private static final int KILLS = Integer.getInteger("bactrian.jobs.kills", 6);
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(10);
  private static final Duration TWO_HEARTBEATS = Duration.ofSeconds(6);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path folder;

  private final JobLedger ledger = new JobLedger();
  private final List<HubPublisher> publishers = new CopyOnWriteArrayList<>();

  @Test
  void noJobIsDoubledOrIdleForLongerThanTwoHeartbeats() throws Exception {
    ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    try (LocalAzure azure = LocalAzure.start(LocalAzureSettings.in(folder).withFreePorts());
        CommandRun cloud =
            CommandRun.start("cloud", "--data=" + folder, "--port=0", "--management-port=0")) {
      JsonApiClient api = JsonApiClient.ofCloud(cloud.rest(PATIENCE), folder);
      EndpointTwins endpoints =
          new EndpointTwins(
              new HubRegistry(HubClients.local(LocalEndpoints.in(folder).orElseThrow())));
      for (int n = 0; n < PUBLISHERS; n++) {
        publishers.add(publisher(azure, n, 1));
      }
      clock.scheduleWithFixedDelay(
          () -> publishers.forEach(HubPublisher::tick), 100, 100, TimeUnit.MILLISECONDS);
      for (int n = 0; n < JOBS; n++) {
        register(endpoints, "uat" + n);
        api.post("/publisher/v2/publish/uat" + n + "/start", "{\"item\":{\"nodeId\":\"i=2258\"}}");
      }
      await().atMost(PATIENCE).until(() -> ledger.running() == JOBS);

      for (int kill = 0; kill < KILLS; kill++) {
        int victim = kill % PUBLISHERS;
        long before = System.nanoTime();
        publishers.get(victim).kill();
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    System.nanoTime() - before > BETWEEN_KILLS.toNanos()
                        && ledger.running() == JOBS);
        publishers.set(victim, publisher(azure, victim, 2 + kill));
      }

      System.out.printf(
          "%d kills, %d jobs moved, longest idle %d ms, %d doubled%n",
          KILLS, ledger.moves(), ledger.longestIdle().toMillis(), ledger.doubled().size());
      assertThat(ledger.doubled()).isEmpty();
      assertThat(ledger.moves()).isGreaterThanOrEqualTo(KILLS);
      assertThat(ledger.longestIdle()).isLessThanOrEqualTo(TWO_HEARTBEATS);
    } finally {
      clock.shutdownNow();
      publishers.forEach(HubPublisher::kill);
    }
  }

  private HubPublisher publisher(LocalAzure azure, int number, long session) throws Exception {
    String device = "edge" + number;
    ledger.lives(device);
    return new HubPublisher(azure, device, session, WORKERS, ledger);
  }

  private static void register(EndpointTwins endpoints, String id) {
    endpoints.put(
        id,
        present ->
            Optional.of(
                EndpointInfoBuilder.builder()
                    .applicationId("uas1")
                    .activationState(EndpointActivationState.Deactivated)
                    .registration(
                        EndpointRegistrationBuilder.builder()
                            .id(id)
                            .siteId("site1")
                            .discovererId("edge0_module_publisher")
                            .endpointUrl("opc.tcp://plc:4840/")
                            .endpoint(
                                new Endpoint(
                                    "opc.tcp://plc:4840/",
                                    null,
                                    ServerSecurityMode.None,
                                    null,
                                    null))
                            .build())
                    .build()));
  }
}
