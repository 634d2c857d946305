package org.bactrian.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Backup and restore of the edge's volume and of the cloud's database by the chart. */
class ChartBackupTest {

  @ParameterizedTest
  @ValueSource(strings = {"backup", "restore"})
  void theEdgeMakesRoomForAJobThatHasItsVolume(String command) {
    ChartRendering chart =
        ChartRendering.of(
            "plain",
            Map.of(
                "edge.backup.command", command,
                "edge.backup.file", "monday.zip",
                "edge.backup.claim", "backups"));
    JsonNode edge = chart.resource("StatefulSet", "plant-bactrian-edge");
    JsonNode job = only(chart, "Job");
    JsonNode container = job.at("/spec/template/spec/containers/0");

    assertThat(edge.at("/spec/replicas").asInt(1)).isZero();
    assertThat(container.path("image"))
        .isEqualTo(edge.at("/spec/template/spec/containers/0/image"));
    assertThat(container.at("/args/0").asText()).isEqualTo(command);
    assertThat(container.at("/args/1").asText()).isEqualTo("/backup/monday.zip");
    assertThat(container.path("volumeMounts").findValuesAsText("mountPath"))
        .containsExactly("/data", "/tmp", "/backup");
    assertThat(job.at("/spec/template/spec/volumes/0/persistentVolumeClaim/claimName").asText())
        .isEqualTo(
            "%s-%s-0"
                .formatted(
                    edge.at("/spec/volumeClaimTemplates/0/metadata/name").asText(),
                    edge.at("/metadata/name").asText()));
    // Else it would be a pod of the edge's service.
    assertThat(job.at("/spec/template/metadata/labels"))
        .isNotEqualTo(edge.at("/spec/selector/matchLabels"));
    assertThat(ResourceValidator.faults(job)).isEmpty();
    JsonNode policy = chart.resource("NetworkPolicy", "plant-bactrian-edge-backup");
    assertThat(ResourceValidator.faults(policy)).isEmpty();
    assertThat(policy.at("/spec/podSelector/matchLabels").properties())
        .isSubsetOf(job.at("/spec/template/metadata/labels").properties());
    assertThat(policy.path("spec").has("egress")).isFalse();
  }

  @Test
  void withoutACommandTheEdgeRunsAndThereIsNoJob() {
    ChartRendering chart = ChartRendering.of("plain");

    assertThat(chart.resource("StatefulSet", "plant-bactrian-edge").at("/spec/replicas").asInt())
        .isEqualTo(1);
    assertThat(chart.names()).noneMatch(name -> name.contains("Job"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jdbc:postgresql://db.example.org/plant?sslmode=verify-full&x=y"
            + " | db.example.org | 5432 | plant | verify-full",
        "jdbc:postgresql://one:5433,two/plant | one,two | 5433,5432 | plant | ''",
      })
  void theDatabaseIsDumpedWhereItsUrlSaysItIs(
      String url, String host, String port, String database, String mode) {
    ChartRendering chart = ChartRendering.of("azure", Map.of("cloud.database.url", url));
    JsonNode container =
        chart
            .resource("CronJob", "plant-bactrian-database-backup")
            .at("/spec/jobTemplate/spec/template/spec/containers/0");

    assertThat(variable(container, "PGHOST")).isEqualTo(host);
    assertThat(variable(container, "PGPORT")).isEqualTo(port);
    assertThat(variable(container, "PGDATABASE")).isEqualTo(database);
    assertThat(variable(container, "PGUSER")).isEqualTo("bactrian");
    assertThat(variable(container, "PGSSLMODE")).isEqualTo(mode);
    assertThat(variable(container, "PGSSLROOTCERT")).isEqualTo(mode.isEmpty() ? "" : "system");
    assertThat(container.path("volumeMounts").findValuesAsText("mountPath"))
        .contains("/backup", "/secrets");
  }

  @Test
  void scriptsOfTheJobsAreSoundShell() throws Exception {
    ChartRendering chart =
        ChartRendering.of("azure", Map.of("cloud.database.backup.restore", "monday.dump"));
    List<String> scripts =
        List.of(
            chart
                .resource("CronJob", "plant-bactrian-database-backup")
                .at("/spec/jobTemplate/spec/template/spec/containers/0/args/0")
                .asText(),
            only(chart, "Job").at("/spec/template/spec/containers/0/args/0").asText());

    assertThat(scripts.get(0)).contains("pg_dump --format=custom", "tail -n +15");
    assertThat(scripts.get(1)).contains("pg_restore", "/backup/monday.dump");
    for (String script : scripts) {
      assertThat(script).contains("PGPASSWORD=$(cat /secrets/databasePassword)");
      Process shell = new ProcessBuilder("/bin/sh", "-n").redirectErrorStream(true).start();
      shell.getOutputStream().write(script.getBytes(StandardCharsets.UTF_8));
      shell.getOutputStream().close();
      String faults = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(shell.waitFor()).as(faults).isZero();
    }
  }

  @Test
  void theNewestDumpsAreKeptAndAFailedOneLeavesNothing(@TempDir Path folder) throws Exception {
    String script =
        ChartRendering.of("azure", Map.of("cloud.database.backup.keep", 2))
            .resource("CronJob", "plant-bactrian-database-backup")
            .at("/spec/jobTemplate/spec/template/spec/containers/0/args/0")
            .asText()
            .replace("/backup", folder.resolve("backup").toString())
            .replace("/secrets", folder.toString());
    Files.writeString(folder.resolve("databasePassword"), "secret");
    Files.createDirectory(folder.resolve("backup"));
    for (String older : List.of("20260101-000000", "20260301-000000", "20260201-000000")) {
      Files.createFile(folder.resolve("backup/bactrian-" + older + ".dump"));
    }
    Files.createFile(folder.resolve("backup/of-somebody-else.dump"));
    Path tool = folder.resolve("pg_dump");
    Files.writeString(tool, "#!/bin/sh\nprintf '%s' \"$PGPASSWORD\" > \"${2#--file=}\"\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));

    assertThat(run(script, folder)).isZero();

    assertThat(names(folder.resolve("backup")))
        .hasSize(3)
        .contains("bactrian-20260301-000000.dump", "of-somebody-else.dump")
        .noneMatch(name -> name.endsWith(".new"));
    List<String> before = names(folder.resolve("backup"));
    Files.writeString(tool, "#!/bin/sh\n: > \"${2#--file=}\"\nexit 1\n");
    assertThat(run(script, folder)).isEqualTo(1);
    assertThat(names(folder.resolve("backup"))).containsExactlyInAnyOrderElementsOf(before);
  }

  private static int run(String script, Path commands) throws Exception {
    ProcessBuilder shell =
        new ProcessBuilder("/bin/sh", "-euc", script)
            .redirectErrorStream(true)
            .redirectOutput(commands.resolve("output").toFile());
    shell.environment().put("PATH", commands + ":/usr/bin:/bin");
    return shell.start().waitFor();
  }

  private static List<String> names(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void noReplicaRunsWhileTheDatabaseIsRestored() {
    ChartRendering chart =
        ChartRendering.of("azure", Map.of("cloud.database.backup.restore", "monday.dump"));

    assertThat(chart.resource("Deployment", "plant-bactrian-cloud").at("/spec/replicas").asInt(1))
        .isZero();
    assertThat(
            chart
                .resource("CronJob", "plant-bactrian-database-backup")
                .at("/spec/suspend")
                .asBoolean())
        .isTrue();
    assertThat(ResourceValidator.faults(only(chart, "Job"))).isEmpty();
    assertThat(
            chart
                .resource("NetworkPolicy", "plant-bactrian-database-backup")
                .at("/spec/egress")
                .findValuesAsText("port"))
        .containsExactly("53", "53", "5432");
  }

  private static String variable(JsonNode container, String name) {
    return ChartRendering.stream(container.path("env"))
        .filter(entry -> entry.path("name").asText().equals(name))
        .map(entry -> entry.path("value").asText())
        .findFirst()
        .orElse("");
  }

  private static JsonNode only(ChartRendering chart, String kind) {
    List<JsonNode> found =
        chart.resources().stream().filter(one -> one.path("kind").asText().equals(kind)).toList();
    assertThat(found).as(kind).hasSize(1);
    return found.get(0);
  }
}
