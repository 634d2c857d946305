package org.bactrian.cloud.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.cloud.events.EventsTestServer.publish;
import static org.bactrian.cloud.events.EventsTestServer.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.bactrian.cloud.CloudReplica;
import org.bactrian.cloud.events.EventsTestServer.EventLines;
import org.bactrian.cloud.security.Permission;
import org.bactrian.cloud.telemetry.LoadPlant;
import org.bactrian.model.telemetry.MonitoredItemMessage;
import org.bactrian.patience.JvmProcess;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * CPU and latency of 10,000 values a second on their way to 100 SignalR clients, of which 10 read
 * nothing: from the route {@code telemetry-values}, and from devices through IoT Hub. Prints a
 * table.
 */
@Tag("faults")
class EventLoadTest {

  private static final int CLIENTS = 100;
  private static final int SLOW = 10;
  private static final int ENDPOINTS = 100;
  private static final int LIST = 100;
  private static final int RATE = 10_000;
  private static final int SECONDS = 20;

  @TempDir static Path folder;

  /** The clients of this test send no pings. */
  private static final Map<String, String> PATIENT =
      Map.of("bactrian.events.client-timeout", "600000");

  @BeforeAll
  static void printTheHead() {
    System.out.println(
        "from  | endpoints a client | values/s sent | CPU µs a source value | CPU µs a sent value"
            + " | p50 ms | p99 ms | max ms | dropped");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10})
  void tenThousandValuesASecondReachNinetyClientsWhileTenReadNothing(int subscriptions)
      throws Exception {
    try (EventsTestServer server =
        new EventsTestServer(folder.resolve("route" + subscriptions), PATIENT)) {
      System.out.println("route | " + run(server.replica, subscriptions, () -> publishAll(server)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10})
  void theyComeFromDevicesThroughIotHubAsWell(int subscriptions) throws Exception {
    Path data = Files.createDirectory(folder.resolve("hub" + subscriptions));
    try (LoadPlant plant = LoadPlant.start(data, ENDPOINTS);
        CloudReplica replica =
            new CloudReplica(
                plant.azure(), data, PATIENT, "errors", "onboarding", "telemetry", "events");
        EventLines lines = new EventLines(replica, "/events/v2/telemetry/load0/samples")) {
      awaitReading(lines, plant);
      System.out.println(
          "hub   | "
              + run(
                  replica,
                  subscriptions,
                  () -> assertThat(plant.send(RATE, SECONDS)).as("not taken").isZero()));
    }
  }

  /** Waits until values that are sent arrive: what is sent before a replica reads is not live. */
  private static void awaitReading(EventLines lines, LoadPlant plant) {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              plant.send(ENDPOINTS * LoadPlant.FIELDS, 1);
              return !lines.data().isEmpty();
            });
  }

  private static String run(CloudReplica replica, int subscriptions, Source source)
      throws Exception {
    Process clients =
        JvmProcess.of(
                LoadClients.class,
                Integer.toString(replica.port()),
                replica.token(Permission.READ, Duration.ofMinutes(10)),
                Integer.toString(CLIENTS),
                Integer.toString(SLOW))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader answers = clients.inputReader();
        PrintWriter lines = new PrintWriter(clients.outputWriter(), true)) {
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        JsonNode one = HubClient.negotiate(replica, "/events/v2/publishers/events", 1);
        ids.add(one.path("connectionId").asText());
        lines.println(one.path("connectionToken").asText());
      }
      assertThat(answers.readLine()).isEqualTo("ready");
      subscribe(replica, ids, subscriptions);
      lines.println("go");

      long begin = System.nanoTime();
      long before = cpu();
      source.publish();
      long cpu = cpu() - before;
      double seconds = (System.nanoTime() - begin) / 1e9;
      awaitSent(replica);
      lines.println("stop");

      String[] seen = answers.readLine().split(" ");
      long made = (long) RATE * SECONDS;
      long expected = made * subscriptions * (CLIENTS - SLOW) / ENDPOINTS;
      double dropped = replica.meters().get("bactrian.events.dropped").functionCounter().count();
      assertThat(Long.parseLong(seen[0])).isGreaterThanOrEqualTo(expected * 99 / 100);
      assertThat(Integer.parseInt(seen[4])).as("fast clients that were dropped").isZero();
      return "%18d | %13d | %21.1f | %19.2f | %6s | %6s | %6s | %7.0f"
          .formatted(
              subscriptions,
              Math.round(expected / seconds),
              cpu / 1e3 / made,
              cpu / 1e3 / expected,
              seen[1],
              seen[2],
              seen[3],
              dropped);
    } finally {
      clients.destroyForcibly();
    }
  }

  /** Waits until the clients that read have everything. */
  private static void awaitSent(CloudReplica replica) {
    AtomicLong last = new AtomicLong(-1);
    await()
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              long sent =
                  (long) replica.meters().get("bactrian.events.sent").functionCounter().count();
              return last.getAndSet(sent) == sent;
            });
  }

  private static void subscribe(CloudReplica replica, List<String> ids, int subscriptions) {
    EventSubscriptions bean =
        replica
            .context()
            .getRegistry()
            .lookupByNameAndType("eventSubscriptions", EventSubscriptions.class);
    for (int i = 0; i < ids.size(); i++) {
      for (int j = 0; j < subscriptions; j++) {
        bean.subscribe("load" + (i + j) % ENDPOINTS, TextNode.valueOf(ids.get(i)));
      }
    }
  }

  /** Publishes at an even pace. */
  private static void publishAll(EventsTestServer server) {
    long begin = System.nanoTime();
    int lists = RATE * SECONDS / LIST;
    for (int i = 0; i < lists; i++) {
      long due = begin + i * TimeUnit.SECONDS.toNanos(1) * LIST / RATE;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      List<MonitoredItemMessage> values = new ArrayList<>(LIST);
      for (int j = 0; j < LIST; j++) {
        values.add(value("load" + i % ENDPOINTS, System.currentTimeMillis()));
      }
      publish(server.replica, values);
    }
  }

  /** CPU time of this process in nanoseconds. */
  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** Publishes the values of a run, and returns when it has. */
  @FunctionalInterface
  private interface Source {
    void publish() throws Exception;
  }
}
