package org.bactrian.launcher.command;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bactrian.cloud.security.Permission;

/** A demo on free ports that publishes nothing, whose plant was discovered and activated. */
final class ActivatedDemo implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final CommandRun demo;
  private final String plant;
  private final JsonApiClient cloud;
  private final JsonApiClient signer;
  private final JsonApiClient edge;
  private final String endpoint;

  private ActivatedDemo(CommandRun demo, Path data) throws Exception {
    this.demo = demo;
    plant = said(" +plant +(opc\\.tcp://\\S+).*");
    edge = JsonApiClient.ofEdge(said(" +edge +(https://localhost:\\d+)/.*"), data);
    String rest = said(" +cloud +(http://localhost:\\d+)/.*");
    cloud = JsonApiClient.ofCloud(rest, data);
    signer = JsonApiClient.ofCloud(rest, data, Permission.SIGN);
    endpoint = activated();
  }

  /** Starts it with its state in {@code data}. */
  static ActivatedDemo start(Path data) throws Exception {
    Files.writeString(data.resolve("published_nodes.json"), "[]");
    CommandRun demo =
        CommandRun.start(
            "demo",
            "--quiet",
            "--data=" + data,
            "--mqtt-port=0",
            "--rest-port=0",
            "--amqp-port=0",
            "--keyvault-port=0",
            "--opcua-port=0",
            "--management-port=0",
            "--port=0",
            "--edge-port=0",
            "--cloud-management-port=0");
    try {
      return new ActivatedDemo(demo, data);
    } catch (Exception | Error e) {
      demo.close();
      throw e;
    }
  }

  /** Address of the plant's OPC UA server. */
  String plant() {
    return plant;
  }

  /** REST API of the cloud. */
  JsonApiClient cloud() {
    return cloud;
  }

  /** REST API of the cloud, for somebody who may approve requests for certificates. */
  JsonApiClient signer() {
    return signer;
  }

  /** HTTP API of the edge. */
  JsonApiClient edge() {
    return edge;
  }

  /** Id of the plant's endpoint without security. */
  String endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    demo.close();
  }

  private String activated() throws IOException, InterruptedException {
    String port = plant.substring(plant.lastIndexOf(':') + 1);
    cloud.post(
        "/registry/v2/applications/discover",
        """
        {"id": "first", "discovery": "Scan",
         "configuration": {"addressRangesToScan": "127.0.0.1/32", "portRangesToScan": "%s"}}
        """
            .formatted(port));
    String found =
        await().atMost(PATIENCE).until(this::withoutSecurity, Optional::isPresent).orElseThrow();
    cloud.post("/registry/v2/endpoints/" + found + "/activate", "");
    return found;
  }

  private Optional<String> withoutSecurity() throws IOException, InterruptedException {
    for (JsonNode item : cloud.get("/registry/v2/endpoints").path("items")) {
      JsonNode registration = item.path("registration");
      if (registration.at("/endpoint/securityMode").asText().equals("None")) {
        return Optional.of(registration.path("id").asText());
      }
    }
    return Optional.empty();
  }

  /** Address that the demo printed. */
  private String said(String pattern) {
    Pattern compiled = Pattern.compile(pattern);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                !demo.isRunning() || demo.err().stream().anyMatch(l -> l.contains("hub monitor")));
    return demo.err().stream()
        .map(compiled::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .findFirst()
        .orElseThrow(() -> new AssertionError("It does not run: " + demo.err()));
  }
}
