package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Time from an alarm of the demo's plant through its edge, IoT Hub and its cloud to a subscriber of
 * Server-Sent Events. Prints a line.
 */
@Tag("faults")
class AlarmJourneyTest {

  private static final int ALARMS = 100;
  private static final int WARM_UP = 20;
  private static final Duration LONGEST_ROUND = Duration.ofSeconds(5);
  private static final String GROUP = "Alarms";
  private static final List<String> MACHINES =
      List.of("Line1/Filler", "Line1/Capper", "Line2/Packer", "Line2/Palletizer");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path data;
  private static ActivatedDemo demo;

  private final List<Long> latencies = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    demo = ActivatedDemo.start(data);
  }

  @AfterAll
  static void stop() {
    demo.close();
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void ninetyNineOfAHundredAlarmsReachASubscriberWithinASecond() throws Exception {
    Files.writeString(
        data.resolve("published_nodes.json"),
        """
        [{"DataSetWriterGroup": "%s", "DataSetWriterId": "Plant", "EndpointUrl": "%s",
          "UseSecurity": false, "MessagingMode": "PubSub", "BatchSize": 1,
          "DataSetPublishingInterval": 100,
          "OpcNodes": [{"Id": "i=2253", "DisplayName": "Plant",
            "EventFilter": {"TypeDefinitionId": "i=2915"}}]}]
        """
            .formatted(GROUP, demo.plant()));
    try (Stream<String> lines = demo.cloud().lines("/events/v2/telemetry/" + GROUP + "/samples")) {
      Thread reader = new Thread(() -> read(lines), "subscriber");
      reader.setDaemon(true);
      reader.start();

      // The first ones wait for subscriptions and for the JVM.
      change(WARM_UP);
      latencies.clear();
      change(ALARMS);
    }

    List<Long> sorted = latencies.stream().sorted().toList();
    System.out.printf(
        Locale.ROOT,
        "%d alarms to a subscriber: p50 %d ms, p99 %d ms, longest %d ms%n",
        sorted.size(),
        sorted.get(sorted.size() / 2),
        sorted.get(sorted.size() * 99 / 100 - 1),
        sorted.get(sorted.size() - 1));
    assertThat(sorted.get(sorted.size() * 99 / 100 - 1)).isLessThan(1_000);
  }

  /** Raises and ends alarms in turn, until the subscriber has seen that many changes. */
  private void change(int alarms) throws Exception {
    for (boolean raise = true; latencies.size() < alarms; raise = !raise) {
      int before = latencies.size();
      for (String machine : MACHINES) {
        demo.cloud()
            .post(
                "/twin/v2/write/" + demo.endpoint(),
                "{\"nodeId\": \"urn:bactrian:plant#s=%s/TemperatureLimit\", \"value\": %d}"
                    .formatted(machine, raise ? -20 : 120));
      }
      // Nobody hears of the first ones, which come before all subscriptions are there.
      long begin = System.nanoTime();
      await()
          .until(
              () ->
                  latencies.size() >= before + MACHINES.size()
                      || System.nanoTime() - begin > LONGEST_ROUND.toNanos());
    }
  }

  /** The plant and the subscriber have one clock. */
  private void read(Stream<String> lines) {
    try {
      lines
          .filter(line -> line.startsWith("data: {"))
          .forEach(
              line -> {
                long now = System.currentTimeMillis();
                JsonNode value = value(line);
                if (value.path("nodeId").asText().equals("Time")) {
                  latencies.add(now - Instant.parse(value.path("value").asText()).toEpochMilli());
                }
              });
    } catch (UncheckedIOException closed) {
      // The test has seen enough.
    }
  }

  private static JsonNode value(String line) {
    try {
      return JSON.readTree(line.substring("data: ".length()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
