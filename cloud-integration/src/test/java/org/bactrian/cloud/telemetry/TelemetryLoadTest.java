package org.bactrian.cloud.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.bactrian.cloud.CloudReplica;
import org.bactrian.cloud.storage.DatabaseSettings;
import org.bactrian.cloud.storage.Postgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * CPU and delay of 10,000 values a second on their way from devices through IoT Hub to a sink.
 * Prints a line for each sink.
 */
@Tag("faults")
class TelemetryLoadTest {

  private static final int RATE = 10_000;
  private static final int SECONDS = 30;
  private static final long VALUES = (long) RATE * SECONDS;
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(3);

  @TempDir static Path folder;

  @Test
  void tenThousandValuesASecondReachFiles() throws Exception {
    Path values = folder.resolve("values");
    reach(
        "file",
        Map.of("camel.kamelet.file-values-sink.folder", values.toString()),
        () -> lines(values));
  }

  @Test
  void tenThousandValuesASecondReachPostgresql() throws Exception {
    Optional<DatabaseSettings> database = Postgres.fresh("telemetry_load");
    assumeTrue(database.isPresent(), Postgres.reason());
    String url = database.get().url();
    String user = database.get().user();
    reach(
        "postgresql",
        Map.of(
            "camel.kamelet.postgresql-values-sink.url", url,
            "camel.kamelet.postgresql-values-sink.username", user,
            "camel.kamelet.postgresql-values-sink.password", ""),
        () -> rows(url, user));
  }

  private void reach(String sink, Map<String, String> properties, Callable<Long> arrived)
      throws Exception {
    Map<String, String> all = new HashMap<>(properties);
    all.put("bactrian.telemetry.sink", sink);
    try (LoadPlant plant =
            LoadPlant.start(Files.createDirectory(folder.resolve(sink + "-azure")), 100);
        CloudReplica replica =
            new CloudReplica(
                plant.azure(),
                Files.createDirectory(folder.resolve(sink + "-cloud")),
                all,
                "errors",
                "onboarding",
                "telemetry")) {
      assertThat(replica.context().getRoute("telemetry")).isNotNull();
      long before = warmUp(plant, arrived);

      long cpu = cpu();
      long begin = System.nanoTime();
      assertThat(plant.send(RATE, SECONDS)).as("values that the hub did not take").isZero();
      double sent = (System.nanoTime() - begin) / 1e9;
      await()
          .atMost(LONGEST_DELAY)
          .pollInterval(Duration.ofMillis(250))
          .until(() -> arrived.call() >= before + VALUES);
      double taken = (System.nanoTime() - begin) / 1e9;

      assertThat(arrived.call()).as("values, each once").isEqualTo(before + VALUES);
      System.out.printf(
          "%-10s | %d values | sent in %.1f s | in the sink after %.1f s | CPU µs a value %.1f%n",
          sink, VALUES, sent, taken, (cpu() - cpu) / 1e3 / VALUES);
    }
  }

  /** Sends until the replica has all partitions; the number of values in the sink then. */
  private static long warmUp(LoadPlant plant, Callable<Long> arrived) throws Exception {
    long sent = 0;
    for (int turn = 0; turn < 5; turn++) {
      assertThat(plant.send(RATE / 5, 1)).isZero();
      sent += RATE / 5;
    }
    long all = sent;
    await().atMost(LONGEST_DELAY).until(() -> arrived.call() >= all);
    return arrived.call();
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long lines(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    long count = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        try (Stream<String> lines = Files.lines(file)) {
          count += lines.count();
        }
      }
    }
    return count;
  }

  private static long rows(String url, String user) throws Exception {
    try (Connection connection = DriverManager.getConnection(url, user, "");
        ResultSet tables =
            connection.getMetaData().getTables(null, null, "telemetry_value", null)) {
      if (!tables.next()) {
        return 0;
      }
      try (ResultSet rows =
          connection.createStatement().executeQuery("select count(*) from telemetry_value")) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }
}
