package org.bactrian.camelcli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bactrian.model.json.JsonTrees;
import org.bactrian.patience.JvmProcess;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kamelets and samples in Camel's own command line tool, with our jars beside it. */
class CamelCliTest {

  private static final Path ROOT = Path.of(System.getProperty("bactrian.root"));
  private static final Path KAMELETS = ROOT.resolve("kamelets");
  private static final Path SAMPLES = ROOT.resolve("routes/samples");

  /** Components whose peers other tests have: here there is no hub and no broker. */
  private static final String STUBS = "--stub=iothub-module,mqtt-telemetry";

  private static final String TIMER = "timer:again?period=500&delay=0";

  @TempDir private Path folder;

  /** The tool takes half a minute of CPU to start with all components. */
  @Test
  @Tag("faults")
  void everyKameletAndSampleRunsInCamelsOwnTool() throws Exception {
    Set<String> routes = new TreeSet<>(names(KAMELETS));
    routes.addAll(names(SAMPLES));
    try (Simulator plant =
        Simulator.start(
            SimulatorSettings.in(folder.resolve("plant"))
                .withPort(0)
                .withPlantRate(Duration.ofMillis(300)))) {
      Process camel = run(plant.endpointUrl());
      try {
        await()
            .atMost(Duration.ofMinutes(4))
            .until(() -> !camel.isAlive() || successful().containsAll(routes));
        assertThat(successful()).containsAll(routes);
      } finally {
        camel.destroyForcibly().onExit().join();
      }
    }
  }

  private Process run(String endpointUrl) throws IOException {
    StringBuilder routes = new StringBuilder(route("speed", TIMER, "42.5", "direct:speed"));
    for (String kamelet : names(KAMELETS)) {
      routes.append(route(kamelet, endpointUrl));
    }
    List<String> arguments = new ArrayList<>();
    arguments.add("run");
    arguments.add(Files.writeString(folder.resolve("all.camel.yaml"), routes).toString());
    for (String sample : names(SAMPLES)) {
      arguments.add(SAMPLES.resolve(sample + ".camel.yaml").toString());
    }
    arguments.add("--download=false");
    arguments.add("--skip-plugins");
    arguments.add("--local-kamelet-dir=" + KAMELETS);
    arguments.add(STUBS);
    arguments.add("--prop=plant.endpointUrl=" + endpointUrl);
    arguments.add("--prop=camel.component.opcua.autoAccept=true");
    arguments.add(
        "--prop=camel.component.opcua-publisher.options=-t=null --aa --mm=PubSub --pf="
            + Files.writeString(folder.resolve("nodes.json"), alarms(endpointUrl)));
    ProcessBuilder builder = JvmProcess.of(CamelCli.class, arguments.toArray(String[]::new));
    builder.command().add(1, "-Duser.home=" + folder);
    builder.command().add(1, "-Dmaven.repo.local=" + System.getProperty("maven.repo.local"));
    return builder.directory(folder.toFile()).inheritIO().start();
  }

  /** Events of the plant, which has some every few seconds. */
  private static String alarms(String endpointUrl) {
    return """
        [{"EndpointUrl": "%s", "UseSecurity": false, "BatchSize": 1, "OpcNodes": [
          {"Id": "i=2253", "DisplayName": "Alarms", "EventFilter": {"TypeDefinitionId": "i=2041"}}]}]
        """
        .formatted(endpointUrl);
  }

  /** Names of the YAML files of a folder, which are those of their kamelets and routes. */
  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString().replaceFirst("\\..*", ""))
          .sorted()
          .toList();
    }
  }

  /** A route named as the kamelet that it runs. */
  private static String route(String kamelet, String endpointUrl) {
    boolean node = kamelet.contains("-node-");
    String address =
        node
            ? "kamelet:%s?endpointUrl=%s&node=RAW(nsu=urn:bactrian:plant;s=Line1/Filler/%s)"
                .formatted(kamelet, endpointUrl, "SpeedSetpoint")
            : "kamelet:" + kamelet;
    return kamelet.endsWith("-source")
        ? route(kamelet, address, "0", "log:" + kamelet)
        : route(kamelet, TIMER, node ? "42.5" : "[1]", address);
  }

  private static String route(String id, String from, String body, String to) {
    return """
        - route:
            id: %s
            from:
              uri: "%s"
              steps:
                - setBody:
                    constant: "%s"
                - to:
                    uri: "%s"
        """
        .formatted(id, from, body, to);
  }

  /** Routes that have carried out an exchange, as the tool says in its file for "camel ps". */
  private Set<String> successful() throws IOException {
    Set<String> successful = new TreeSet<>();
    for (JsonNode route : status().path("routes")) {
      JsonNode exchanges = route.path("statistics");
      if (exchanges.path("exchangesTotal").asLong() > exchanges.path("exchangesFailed").asLong()) {
        successful.add(route.path("routeId").asText());
      }
    }
    return successful;
  }

  private JsonNode status() throws IOException {
    Path home = Files.createDirectories(folder.resolve(".camel"));
    try (Stream<Path> files = Files.list(home)) {
      for (Path file : files.toList()) {
        if (file.toString().endsWith("-status.json")) {
          return JsonTrees.JSON.readTree(Files.readString(file));
        }
      }
    }
    return JsonTrees.JSON.missingNode();
  }
}
