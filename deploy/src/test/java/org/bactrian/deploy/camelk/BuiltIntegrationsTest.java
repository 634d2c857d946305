package org.bactrian.deploy.camelk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bactrian.deploy.DeployFolder;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.patience.JvmProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Integrations and pipes that Camel K builds: their routes and properties with a class path of the
 * dependencies that they and their kamelets list, and of Camel's own runtime.
 */
class BuiltIntegrationsTest {

  /** Artifacts that Camel K puts into all that it builds from YAML, and a log. */
  private static final Set<String> RUNTIME =
      Set.of(
          "camel:main",
          "camel:core-languages",
          "camel:yaml-dsl",
          "mvn:ch.qos.logback:logback-classic:1");

  private static final Pattern KAMELET = Pattern.compile("kamelet:([a-z0-9-]+)");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static IntegrationTestbed testbed;
  private static ArtifactGraph artifacts;

  @BeforeAll
  static void start() throws Exception {
    artifacts = ArtifactGraph.read();
    testbed = new IntegrationTestbed(folder, log -> log.contains("failed: "));
    for (String name : List.of("built/publisher", "built/milo-poll-node")) {
      JsonNode spec = spec("Integration", name);
      run(name, spec.path("flows"), spec);
    }
    for (String name : List.of("pipes/log-telemetry", "pipes/opcua-node")) {
      JsonNode pipe = spec("Pipe", name);
      run(name, binding(pipe), pipe.path("integration"));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    testbed.close();
  }

  @Test
  void thePublisherSendsValuesToIoTHub() {
    testbed.awaitOf("built/publisher", () -> !testbed.telemetry().isEmpty());
    assertThat(testbed.telemetry())
        .allMatch(message -> message.sender().equals(ClientId.module("built", "publisher")));
  }

  @Test
  void aNodeIsMonitored() {
    testbed.awaitOf(
        "built/milo-poll-node", () -> testbed.log("built/milo-poll-node").contains("Pieces: "));
  }

  @Test
  void aPipeLogsWhatThePublisherSends() {
    testbed.awaitOf(
        "pipes/log-telemetry",
        () ->
            testbed.log("pipes/log-telemetry").contains("completed: binding")
                && testbed.log("pipes/log-telemetry").contains("\"Pieces\""));
  }

  @Test
  void aPipeWritesOneNodeToAnother() {
    testbed.awaitOf(
        "pipes/opcua-node", () -> testbed.log("pipes/opcua-node").contains("completed: binding"));
  }

  @Test
  void whatIsNotListedIsNotThere() {
    assertThat(artifacts.classPath(RUNTIME))
        .isNotEmpty()
        .noneMatch(file -> file.toString().contains("bactrian-"));
    assertThat(artifacts.classPath(Set.of("mvn:org.bactrian:bactrian-edge:1")))
        .anyMatch(file -> file.toString().contains("edge"))
        .noneMatch(file -> file.toString().contains("launcher"));
  }

  private static JsonNode spec(String kind, String name) throws IOException {
    return DeployFolder.documents(
            Files.readString(DeployFolder.resolve("camel-k").resolve(name + ".yaml")))
        .stream()
        .filter(resource -> resource.path("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow()
        .path("spec");
  }

  /** The route that Camel K makes of a pipe. */
  private static JsonNode binding(JsonNode pipe) {
    ObjectNode route = JSON.createObjectNode();
    ObjectNode from = route.putObject("route").put("id", "binding").putObject("from");
    from.setAll(end(pipe.path("source")));
    from.putArray("steps").addObject().set("to", end(pipe.path("sink")));
    return JSON.createArrayNode().add(route);
  }

  private static ObjectNode end(JsonNode end) {
    ObjectNode step = JSON.createObjectNode();
    step.put(
        "uri",
        end.has("uri")
            ? end.path("uri").asText()
            : "kamelet:" + end.path("ref").path("name").asText());
    ObjectNode parameters = step.putObject("parameters");
    end.path("properties")
        .properties()
        .forEach(
            property ->
                parameters.put(
                    property.getKey(),
                    property.getKey().equals("endpointUrl")
                        ? testbed.plant().endpointUrl()
                        // A number of pieces is soon too large for a speed.
                        : property.getValue().asText().replace("/Pieces", "/SpeedSetpoint")));
    return step;
  }

  private static void run(String name, JsonNode flows, JsonNode integration) throws Exception {
    Path own = Files.createDirectories(folder.resolve(name));
    Path routes = Files.writeString(own.resolve("routes.yaml"), flows.toString());
    List<String> properties = new ArrayList<>();
    properties.add("camel.main.routesIncludePattern=file:" + routes);
    properties.add(
        "camel.component.kamelet.location=file:" + DeployFolder.ROOT.resolve("kamelets"));
    for (JsonNode property : integration.at("/traits/camel/properties")) {
      properties.add(
          property
                  .asText()
                  .replace("/etc/bactrian/published_nodes.json", nodes(own).toString())
                  .replace("=/data", "=" + Files.createDirectories(own.resolve("data")))
              + " --aa");
    }
    Set<String> listed = new TreeSet<>(RUNTIME);
    integration.path("dependencies").forEach(one -> listed.add(one.asText()));
    for (String kamelet : kamelets(flows, integration.at("/traits/kamelets/list").asText())) {
      Path file = DeployFolder.ROOT.resolve("kamelets").resolve(kamelet + ".kamelet.yaml");
      DeployFolder.document(Files.readString(file))
          .at("/spec/dependencies")
          .forEach(one -> listed.add(one.asText()));
    }
    // What differs here: peers on other ports, and certificates that nobody has approved.
    properties.add("plant.endpointUrl=" + testbed.plant().endpointUrl());
    if (integration.at("/traits/mount/configs").toString().contains("secret:")) {
      String[] parts = name.split("/", 2);
      properties.add(
          "camel.component.iothub-module.connection-string="
              + testbed.azure().hub().register(ClientId.module(parts[0], parts[1])));
      properties.add("camel.component.iothub-module.ca-file=" + testbed.azure().caFile());
    }
    if (listed.toString().contains("bactrian-opcua:")) {
      properties.add("camel.component.opcua.auto-accept=true");
    }
    ProcessBuilder process = JvmProcess.of(IntegrationMain.class);
    List<String> command = process.command();
    command.set(command.indexOf("-cp") + 1, classPath(listed));
    command.add(1, "-Dlogback.configurationFile=" + logging(own));
    command.add(Files.write(own.resolve("application.properties"), properties).toString());
    // Its certificates are in the folder that it runs in.
    process.directory(own.toFile());
    testbed.run(name, process);
  }

  private static String classPath(Set<String> listed) throws Exception {
    Path main =
        Path.of(IntegrationMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return Stream.concat(Stream.of(main), artifacts.classPath(listed).stream())
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Set<String> kamelets(JsonNode flows, String listed) {
    Set<String> kamelets = new TreeSet<>();
    Matcher named = KAMELET.matcher(flows.toString());
    while (named.find()) {
      kamelets.add(named.group(1));
    }
    Stream.of(listed.split(",", -1)).filter(name -> !name.isEmpty()).forEach(kamelets::add);
    return kamelets;
  }

  private static Path logging(Path own) throws IOException {
    return Files.writeString(
        own.resolve("logback.xml"),
        """
        <configuration>
          <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
            <encoder><pattern>%level %logger %msg%n%ex</pattern></encoder>
          </appender>
          <root level="INFO"><appender-ref ref="out"/></root>
        </configuration>
        """);
  }

  private static Path nodes(Path own) throws IOException {
    return Files.writeString(
        own.resolve("published_nodes.json"),
        """
        [{"EndpointUrl": "%s", "UseSecurity": false, "MessagingMode": "PubSub", "BatchSize": 1,
          "OpcNodes": [
            {"Id": "nsu=urn:bactrian:plant;s=Line1/Filler/Pieces", "DataSetFieldId": "Pieces"}]}]
        """
            .formatted(testbed.plant().endpointUrl()));
  }
}
