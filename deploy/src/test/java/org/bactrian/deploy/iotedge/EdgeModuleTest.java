package org.bactrian.deploy.iotedge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.bactrian.launcher.Bactrian;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.telemetry.DeviceMessage;
import org.bactrian.localazure.iotedge.LocalIotEdge;
import org.bactrian.localazure.pki.LocalTrust;
import org.bactrian.patience.JvmProcess;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The edge as IoT Edge starts it: with the command, the variables and the twin of the deployment
 * manifest, and a key that it never sees.
 */
class EdgeModuleTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ClientId MODULE = ClientId.module("gateway", "bactrian");
  private static final String VERSION = "?api-version=2021-04-12";
  private static final List<DeviceMessage> TELEMETRY = new CopyOnWriteArrayList<>();

  @TempDir private static Path folder;
  private static LocalAzure azure;
  private static LocalIotEdge iotEdge;
  private static Simulator plant;
  private static HttpClient http;
  private static DeploymentManifest manifest;
  private static Process edge;

  @BeforeAll
  static void start() throws Exception {
    manifest = DeploymentManifest.read("iot-edge/deployment.json");
    azure = LocalAzure.start(LocalAzureSettings.in(folder.resolve("azure")).withFreePorts());
    azure.hub().onTelemetry(TELEMETRY::add);
    plant = Simulator.start(SimulatorSettings.in(folder.resolve("plant")).withPort(0));
    http = HttpClient.newBuilder().sslContext(LocalTrust.sslContext(azure.caFile())).build();
    iotEdge = LocalIotEdge.start(azure, MODULE, folder.resolve("workload.sock"));
    // As a deployment does before the module starts.
    JsonNode desired = manifest.content("bactrian").path("properties.desired");
    call(
        "PATCH",
        "/twins/gateway/modules/bactrian",
        JSON.createObjectNode().set("properties", JSON.createObjectNode().set("desired", desired)));
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        data.resolve("published_nodes.json"),
        """
        [{"EndpointUrl": "%s", "UseSecurity": false, "BatchTriggerInterval": 500,
          "OpcNodes": [{"Id": "nsu=urn:bactrian:plant;s=Line1/Filler/Pieces"}]}]
        """
            .formatted(plant.endpointUrl()));
    edge = startEdge(data);
  }

  @AfterAll
  static void stop() throws Exception {
    edge.destroy();
    if (!edge.waitFor(30, TimeUnit.SECONDS)) {
      edge.destroyForcibly();
    }
    iotEdge.close();
    plant.close();
    azure.close();
  }

  @Test
  void telemetryOfThePlantArrivesInTheHub() {
    patiently().until(() -> !TELEMETRY.isEmpty());

    assertThat(TELEMETRY).allMatch(message -> message.sender().equals(MODULE));
    assertThat(new String(TELEMETRY.get(0).body(), StandardCharsets.UTF_8)).contains("Pieces");
    assertThat(iotEdge.requests())
        .anyMatch(request -> request.matches("POST /modules/bactrian/genid/[^/]+/sign"))
        .contains("GET /trust-bundle");
  }

  @Test
  void directMethodsAreAnswered() throws Exception {
    String request =
        """
        {"methodName": "ValueRead_V2", "responseTimeoutInSeconds": 60, "payload": {
          "connection": {"endpoint": {"url": "%s", "securityMode": "None"}},
          "request": {"nodeId": "nsu=urn:bactrian:plant;s=Line1/Filler/Pieces"}}}
        """
            .formatted(plant.endpointUrl());

    patiently().until(() -> reported().has("__type__"));
    JsonNode answer =
        call("POST", "/twins/gateway/modules/bactrian/methods", JSON.readTree(request));

    assertThat(answer.path("status").asInt()).as("%s", answer).isEqualTo(200);
    assertThat(answer.path("payload").path("value").isNumber()).as("%s", answer).isTrue();
  }

  @Test
  void theTwinOfTheManifestActs() {
    patiently().until(() -> reported().has("IdleTimeBetweenScans"));

    JsonNode reported = reported();
    manifest
        .content("bactrian")
        .path("properties.desired")
        .properties()
        .forEach(
            wanted ->
                assertThat(reported.path(wanted.getKey()))
                    .as("reported %s of %s", wanted.getKey(), reported)
                    .isEqualTo(wanted.getValue()));
  }

  private static Process startEdge(Path data) throws Exception {
    ProcessBuilder builder =
        JvmProcess.of(Bactrian.class)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("edge.log").toFile());
    manifest
        .createOptions("bactrian")
        .path("Cmd")
        .forEach(argument -> builder.command().add(argument.asText()));
    String mounted = manifest.environment("bactrian").get("BACTRIAN_DATA");
    manifest
        .environment("bactrian")
        .forEach(
            (name, value) ->
                builder
                    .environment()
                    .put(
                        name,
                        value.startsWith(mounted)
                            ? value.replace(mounted, data.toString())
                            : value));
    builder.environment().putAll(iotEdge.environment());
    // Containers have ports of their own, processes on one machine do not.
    builder.environment().put("BACTRIAN_MANAGEMENT_PORT", "0");
    builder.environment().put("HttpServerPort", "0");
    return builder.start();
  }

  private static ConditionFactory patiently() {
    return await()
        .atMost(Duration.ofSeconds(90))
        .failFast(
            () -> {
              if (!edge.isAlive()) {
                throw new AssertionError(Files.readString(folder.resolve("edge.log")));
              }
            });
  }

  private static JsonNode reported() {
    return call("GET", "/twins/gateway/modules/bactrian", null).path("properties").path("reported");
  }

  private static JsonNode call(String method, String path, JsonNode body) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("https://localhost:" + azure.hub().restPort() + path + VERSION))
            .header("Authorization", azure.hub().serviceSignature(Duration.ofMinutes(5)))
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      return JSON.readTree(response.body());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
