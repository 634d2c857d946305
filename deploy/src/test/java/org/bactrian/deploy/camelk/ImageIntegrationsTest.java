package org.bactrian.deploy.camelk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bactrian.deploy.DeployFolder;
import org.bactrian.launcher.Bactrian;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.telemetry.DeviceMessage;
import org.bactrian.patience.JvmProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Integrations that run the edge's image: its program with the variables, and with what the
 * integration mounts, of each.
 */
class ImageIntegrationsTest {

  @TempDir private static Path folder;
  private static IntegrationTestbed testbed;

  @BeforeAll
  static void start() throws Exception {
    testbed = new IntegrationTestbed(folder, log -> false);
    try (Stream<Path> files = Files.list(DeployFolder.resolve("camel-k/integrations"))) {
      for (Path file : files.sorted().toList()) {
        run(DeployFolder.documents(Files.readString(file)));
      }
    }
  }

  @AfterAll
  static void stop() throws Exception {
    testbed.close();
  }

  @Test
  void eachRouteFileThatRunsAloneIsOne() {
    assertThat(testbed.names()).containsExactly("acknowledge-alarm", "milo-poll-node", "publisher");
  }

  @Test
  void thePublisherSendsValuesToIoTHub() {
    testbed.awaitOf(
        "publisher", () -> testbed.telemetry().stream().anyMatch(one -> isOf("publisher", one)));
  }

  @Test
  void alarmsAreAcknowledgedBesideTheTelemetry() {
    testbed.awaitOf(
        "acknowledge-alarm",
        () ->
            testbed.log("acknowledge-alarm").contains("acknowledged, ")
                && testbed.telemetry().stream().anyMatch(one -> isOf("acknowledge-alarm", one)));
  }

  @Test
  void aNodeIsMonitoredWithoutIoTHub() {
    testbed.awaitOf("milo-poll-node", () -> testbed.log("milo-poll-node").contains("Pieces: "));
  }

  private static boolean isOf(String name, DeviceMessage message) {
    return message.sender().deviceId().equals(name);
  }

  private static void run(List<JsonNode> resources) throws Exception {
    JsonNode integration = of("Integration", resources);
    String name = integration.at("/metadata/name").asText();
    JsonNode traits = integration.at("/spec/traits");
    assertThat(traits.at("/container/image").asText()).startsWith("bactrian-edge:");
    Map<String, String> mounted = mounted(name, traits, of("ConfigMap", resources));
    ProcessBuilder builder = JvmProcess.of(Bactrian.class, "edge");
    Map<String, String> environment = builder.environment();
    for (JsonNode variable : traits.at("/environment/vars")) {
      String[] parts = variable.asText().split("=", 2);
      environment.put(parts[0], here(parts[1], mounted));
    }
    // Of the image.
    environment.put("BACTRIAN_DATA", mounted.get("/data"));
    // Containers have ports of their own, processes on one machine do not.
    environment.put("BACTRIAN_MANAGEMENT_PORT", "0");
    environment.put("HttpServerPort", "0");
    environment.put("AutoAcceptUntrustedCertificates", "true");
    environment.put("PLANT_ENDPOINTURL", testbed.plant().endpointUrl());
    if (integration.at("/spec/template").toString().contains("\"secretRef\"")) {
      environment.put(
          "EdgeHubConnectionString",
          testbed.azure().hub().register(ClientId.module(name, "bactrian")));
      environment.put("BACTRIAN_HUB_CA", testbed.azure().caFile().toString());
    }
    testbed.run(name, builder);
  }

  /** Folders of this machine by the paths of the container that the integration mounts. */
  private static Map<String, String> mounted(String name, JsonNode traits, JsonNode routes)
      throws IOException {
    Map<String, String> mounted = new TreeMap<>();
    for (JsonNode resource : traits.at("/mount/resources")) {
      String[] parts = resource.asText().split("@", 2);
      Path target = Files.createDirectories(folder.resolve(name + parts[1]));
      mounted.put(parts[1], target.toString());
      if (parts[0].equals("configmap:" + routes.at("/metadata/name").asText())) {
        for (Map.Entry<String, JsonNode> file : routes.path("data").properties()) {
          Files.writeString(target.resolve(file.getKey()), file.getValue().asText());
        }
      } else {
        assertThat(parts[0]).isEqualTo("configmap:bactrian-published-nodes");
        Files.writeString(target.resolve("published_nodes.json"), nodes());
      }
    }
    List<String> volumes = new ArrayList<>();
    traits.at("/mount/volumes").forEach(volume -> volumes.add(volume.asText()));
    traits.at("/mount/emptyDirs").forEach(volume -> volumes.add(volume.asText()));
    for (String volume : volumes) {
      String path = volume.split(":", 2)[1];
      mounted.put(path, Files.createDirectories(folder.resolve(name + path)).toString());
    }
    return mounted;
  }

  private static String here(String value, Map<String, String> mounted) {
    for (Map.Entry<String, String> mount : mounted.entrySet()) {
      if (value.startsWith(mount.getKey())) {
        return mount.getValue() + value.substring(mount.getKey().length());
      }
    }
    return value;
  }

  private static String nodes() {
    return """
        [{"EndpointUrl": "%s", "UseSecurity": false, "MessagingMode": "PubSub", "BatchSize": 1,
          "OpcNodes": [
            {"Id": "i=2253", "DisplayName": "Alarms", "EventFilter": {"TypeDefinitionId": "i=2915"}},
            {"Id": "nsu=urn:bactrian:plant;s=Line1/Filler/Pieces"}]}]
        """
        .formatted(testbed.plant().endpointUrl());
  }

  private static JsonNode of(String kind, List<JsonNode> resources) {
    return resources.stream()
        .filter(resource -> resource.path("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }
}
