package org.bactrian.launcher.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bactrian.edge.http.HttpApi;
import org.bactrian.edge.publisher.PublisherComponent;
import org.bactrian.edge.publisher.metrics.DiagnosticsBlock;
import org.bactrian.edge.publisher.metrics.ProcessLoad;
import org.bactrian.patience.Exercises;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics of an edge that publishes, as Prometheus scrapes them. */
@Exercises(options = {"OtlpMaxMetricStreams", "OtlpTotalNameSuffixForCounters"})
class PublisherMetricsTest {

  private static final Pattern SAMPLE =
      Pattern.compile("^([a-zA-Z_:][\\w:]*)\\{?", Pattern.MULTILINE);

  @TempDir private static Path folder;
  private static Simulator plant;
  private static Role edge;

  @BeforeAll
  static void start() throws IOException {
    plant = Simulator.start(SimulatorSettings.in(folder.resolve("plant")).withPort(0));
    edge = publish("a", "--site=hall", "--id=pub");
  }

  private static Role publish(String name, String... more) throws IOException {
    String nodes =
        """
        [{"EndpointUrl": "%1$s", "DataSetWriterGroup": "press", "DataSetWriterId": "w1",
          "OpcNodes": [{"Id": "i=2258"}, {"Id": "i=999999"}]},
         {"EndpointUrl": "%1$s", "DataSetWriterGroup": "oven", "DataSetWriterId": "w2",
          "OpcNodes": [{"Id": "i=2258"}]}]
        """
            .formatted(plant.endpointUrl());
    return PublishingEdge.start(
        folder, name, nodes, List.of("-p=0", "--unsecurehttp=0", "-t=Null"), more);
  }

  @AfterAll
  static void stop() throws IOException {
    edge.close();
    plant.close();
  }

  @Test
  void everyMetricThatDashboardsOfOpcPublisherAskForIsThere() throws IOException {
    Set<String> asked;
    try (InputStream names = getClass().getResourceAsStream("opc-publisher-metrics.txt")) {
      asked = Set.of(new String(names.readAllBytes(), StandardCharsets.UTF_8).split("\n"));
    }

    await()
        .untilAsserted(
            () ->
                assertThat(
                        SAMPLE
                            .matcher(scrape(edge))
                            .results()
                            .map(sample -> sample.group(1))
                            .collect(Collectors.toSet()))
                    .containsAll(asked));
  }

  @Test
  void metricsTellGroupsServersAndWritersApart() {
    await()
        .untilAsserted(
            () ->
                assertThat(scrape(edge))
                    .containsPattern(
                        "iiot_edge_publisher_messages\\{publisherId=\"pub\",siteId=\"hall\","
                            + "writerGroupId=\"[^\"]+\",writerGroupName=\"press\"} [1-9]")
                    .containsPattern(
                        "iiot_edge_publisher_value_changes\\{.*writerGroupName=\"oven\"} [1-9]")
                    .containsPattern(
                        "iiot_edge_publisher_writer_bad_nodes\\{.*writerGroupName=\"press\"} 1\\.0")
                    .containsPattern(
                        "iiot_edge_publisher_endpoint_is_connection_ok\\{endpointUrl=\""
                            + Pattern.quote(plant.endpointUrl())
                            + "\".*writerGroupName=\"press\"} 1\\.0")
                    .containsPattern(
                        "iiot_edge_publisher_messages_duration_bucket\\{"
                            + ".*writerGroupName=\"press\",le=\"\\+Inf\"} [1-9]")
                    .containsPattern(
                        "bactrian_writer_nodes_bad\\{endpoint=\"[^\"]+\",group=\"press\","
                            + "writer=\"w1\"} 1\\.0"));
  }

  @Test
  void scrapeJobsWithoutAPathFindThePage() throws Exception {
    assertThat(page(edge, "/metrics")).contains("iiot_edge_publisher_client_count");
  }

  @Test
  void scrapeJobsOfOpcPublisherFindThePageAtTheHttpApiWithoutAKey() throws Exception {
    HttpResponse<String> page = ofHttpApi(edge, "/metrics");

    assertThat(page.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(page.body()).contains("iiot_edge_publisher_client_count");
    assertThat(ofHttpApi(edge, "/v2/connections").statusCode()).isEqualTo(401);
  }

  @Test
  void theJvmIsMeasuredToo() throws Exception {
    assertThat(scrape(edge))
        .contains("jvm_memory_used_bytes{", "jvm_threads_live_threads", "process_cpu_usage");
  }

  @Test
  void countsEndInTotalAndGroupsAreBoundedWhereThatIsAskedFor() throws Exception {
    try (Role bounded = publish("b", "--ats", "--mms=1")) {
      await()
          .untilAsserted(
              () -> assertThat(scrape(bounded)).contains("iiot_edge_publisher_messages_total{"));

      List<String> groups =
          Pattern.compile("iiot_edge_publisher_messages_total\\{.*writerGroupName=\"(\\w+)\"")
              .matcher(scrape(bounded))
              .results()
              .map(MatchResult::group)
              .toList();
      assertThat(groups).hasSize(1);
    }
  }

  @Test
  @Exercises(options = "EnableMetrics")
  void thereIsNoPageWhereNobodyWantsMetrics() throws Exception {
    try (Role silent = publish("c", "--em=false")) {
      assertThat(scrape(silent)).doesNotContain("iiot_edge_");
      assertThat(ofHttpApi(silent, "/metrics").statusCode()).isEqualTo(401);
    }
  }

  @Test
  @Exercises(
      options = {
        "RuntimeStateReporting",
        "DiagnosticsTarget",
        "DiagnosticsInterval",
        "DisableResourceMonitoring"
      })
  void aStartAndDiagnosticsOfEachGroupAreMessages() throws Exception {
    Path messages = folder.resolve("messages");
    try (Role reporting =
        publish("d", "--rs", "--pd=Events", "--di=1", "--dr", "-t=FileSystem", "-o=" + messages)) {
      assertThat(reporting.faults()).isEmpty();
      await()
          .ignoreExceptionsInstanceOf(
              NoSuchFileException.class) // of a folder that is not there yet
          .untilAsserted(
              () -> {
                assertThat(content(messages, "runtimeinfo"))
                    .startsWith("{\"MessageType\":\"RestartAnnouncement\",\"MessageVersion\":1,");
                assertThat(content(messages, "press"))
                    .containsPattern("\"WriterGroupName\":\"press\".*\"IngressValueChanges\":[1-9]")
                    .doesNotContain("MemoryUsedInBytes");
              });
    }
  }

  @Test
  @Exercises(options = "DiagnosticsInterval")
  void theBlockOfDiagnosticsHasTheLinesOfOpcPublisher() {
    PublisherComponent publisher =
        edge.context().getComponent("opcua-publisher", PublisherComponent.class);

    await()
        .untilAsserted(
            () ->
                assertThat(
                        DiagnosticsBlock.of(
                            publisher.figures().groups(), "1.0", ProcessLoad.now(), Instant.now()))
                    .containsPattern("  DIAGNOSTICS INFORMATION for          : press \\(\\w+\\)")
                    .containsPattern("  # Ingest duration \\(dd:hh:mm:ss\\)/Time : +00:00:")
                    .contains("  # Good/Total number of items         :              1 | 2")
                    .containsPattern(
                        "  # Endpoints connected/disconnected   : +1 \\| 0 \\(Connected\\)")
                    .containsPattern(
                        "  # Ingress value changes              : +[\\d,]+ \\(All time ~[\\d.,]+/s;")
                    .containsPattern(
                        "  # Encoder avg Message body size      : +\\d+(\\.\\d{1,2})?\\R")
                    .containsPattern(
                        "  # Egress Messages successfully sent  : +[\\d,]+ \\([\\d.,]+/s\\)"));
  }

  private static String content(Path folder, String group) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Path file =
          files
              .filter(one -> one.getFileName().toString().startsWith(group))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no file of " + group));
      return Files.readString(file);
    }
  }

  private static String scrape(Role role) throws IOException, InterruptedException {
    return page(role, "/observe/metrics");
  }

  private static String page(Role role, String path) throws IOException, InterruptedException {
    return get(role.managementPort(), path).body();
  }

  private static HttpResponse<String> ofHttpApi(Role role, String path)
      throws IOException, InterruptedException {
    HttpApi api = role.context().getRegistry().lookupByNameAndType(HttpApi.BEAN, HttpApi.class);
    return get(api.plainPort().orElseThrow(), path);
  }

  private static HttpResponse<String> get(int port, String path)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
