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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.bactrian.cloud.security.Permission;
import org.bactrian.model.telemetry.MonitoredItemMessage;
import org.bactrian.patience.JvmProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * CPU and latency of 10,000 values a second on their way from the route {@code telemetry-values} to
 * 100 SignalR clients, of which 10 read nothing. Prints a table.
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

  @Test
  void tenThousandValuesASecondReachNinetyClientsWhileTenReadNothing() throws Exception {
    System.out.println(
        "endpoints a client | values/s sent | CPU µs a source value | CPU µs a sent value"
            + " | p50 ms | p99 ms | max ms | dropped");
    for (int subscriptions : List.of(1, 10)) {
      try (EventsTestServer server =
          new EventsTestServer(
              folder.resolve("s" + subscriptions),
              // These clients send no pings.
              Map.of("bactrian.events.client-timeout", "600000"))) {
        System.out.println(run(server, subscriptions));
      }
    }
  }

  private static String run(EventsTestServer server, int subscriptions) throws Exception {
    Process clients =
        JvmProcess.of(
                LoadClients.class,
                Integer.toString(server.replica.port()),
                server.replica.token(Permission.READ, Duration.ofMinutes(10)),
                Integer.toString(CLIENTS),
                Integer.toString(SLOW))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader answers = clients.inputReader();
        PrintWriter lines = new PrintWriter(clients.outputWriter(), true)) {
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        JsonNode one = HubClient.negotiate(server.replica, "/events/v2/publishers/events", 1);
        ids.add(one.path("connectionId").asText());
        lines.println(one.path("connectionToken").asText());
      }
      assertThat(answers.readLine()).isEqualTo("ready");
      subscribe(server, ids, subscriptions);
      lines.println("go");

      long begin = System.nanoTime();
      long cpu = publishAll(server);
      double seconds = (System.nanoTime() - begin) / 1e9;
      awaitSent(server);
      lines.println("stop");

      String[] seen = answers.readLine().split(" ");
      long source = (long) RATE * SECONDS;
      long expected = source * subscriptions * (CLIENTS - SLOW) / ENDPOINTS;
      double dropped =
          server.replica.meters().get("bactrian.events.dropped").functionCounter().count();
      assertThat(Long.parseLong(seen[0])).isGreaterThanOrEqualTo(expected * 99 / 100);
      assertThat(Integer.parseInt(seen[4])).as("fast clients that were dropped").isZero();
      return "%18d | %13d | %21.1f | %19.2f | %6s | %6s | %6s | %7.0f"
          .formatted(
              subscriptions,
              Math.round(expected / seconds),
              cpu / 1e3 / source,
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
  private static void awaitSent(EventsTestServer server) {
    AtomicLong last = new AtomicLong(-1);
    await()
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              long sent =
                  (long)
                      server.replica.meters().get("bactrian.events.sent").functionCounter().count();
              return last.getAndSet(sent) == sent;
            });
  }

  private static void subscribe(EventsTestServer server, List<String> ids, int subscriptions) {
    EventSubscriptions bean =
        server
            .replica
            .context()
            .getRegistry()
            .lookupByNameAndType("eventSubscriptions", EventSubscriptions.class);
    for (int i = 0; i < ids.size(); i++) {
      for (int j = 0; j < subscriptions; j++) {
        bean.subscribe("load" + (i + j) % ENDPOINTS, TextNode.valueOf(ids.get(i)));
      }
    }
  }

  /** Publishes at an even pace; the CPU time of this process meanwhile, in nanoseconds. */
  private static long publishAll(EventsTestServer server) {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long begin = System.nanoTime();
    long cpu = system.getProcessCpuTime();
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
    return system.getProcessCpuTime() - cpu;
  }
}
