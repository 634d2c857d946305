package org.bactrian.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health and metrics of an edge. */
class EdgeFiguresTest {

  @TempDir private Path folder;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final CamelContext context = new DefaultCamelContext();
  private LocalAzure azure;

  @BeforeEach
  void startHub() {
    azure = LocalAzure.start(LocalAzureSettings.in(folder.resolve("azure")).withFreePorts());
  }

  @AfterEach
  void stop() throws Exception {
    context.close();
    azure.close();
  }

  @Test
  void healthAndMetersShowIotHubBeforeTheFirstMessage() throws Exception {
    startEdge("IoTHub", "[]");

    await().untilAsserted(() -> assertThat(hubChecks()).containsExactly("UP"));
    assertThat(meters.get("bactrian.iothub.connected").tag("module", "opc").gauge().value())
        .isEqualTo(1);
  }

  @Test
  void anEdgeThatPublishesElsewhereDoesNotConnectToIotHub() throws Exception {
    startEdge("Null", "[]");

    assertThat(hubChecks()).isEmpty();
  }

  @Test
  void metersShowTheSessionWithEachServer() throws Exception {
    try (Simulator plant =
        Simulator.start(SimulatorSettings.in(folder.resolve("plant")).withPort(0))) {
      startEdge(
          "Null",
          "[{\"EndpointUrl\": \"%s\", \"OpcNodes\": [{\"Id\": \"i=2258\"}]}]"
              .formatted(plant.endpointUrl()));

      await()
          .untilAsserted(
              () ->
                  assertThat(
                          meters
                              .find("bactrian.opcua.sessions.connected")
                              .tag("endpoint", plant.endpointUrl())
                              .gauges())
                      .singleElement()
                      .satisfies(gauge -> assertThat(gauge.value()).isEqualTo(1)));
    }
  }

  private void startEdge(String transport, String publishedNodes) throws Exception {
    Path nodes = Files.writeString(folder.resolve("nodes.json"), publishedNodes);
    List<String> arguments =
        List.of(
            "--pf=" + nodes,
            "--disable-http",
            "--data=" + folder.resolve("edge"),
            "--ec=" + azure.hub().register(ClientId.module("edge", "opc")),
            "--hub-ca=" + azure.caFile(),
            "-t=" + transport);
    context.getRegistry().bind("meters", meters);
    new EdgeConfiguration(EdgeOptionsReader.read(arguments, Map.of()).options()).configure(context);
    context.start();
  }

  private List<String> hubChecks() {
    return HealthCheckRegistry.get(context).stream()
        .filter(check -> check.getId().startsWith("iothub-module "))
        .map(HealthCheck::call)
        .map(result -> result.getState().name())
        .toList();
  }
}
