package org.bactrian.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.bactrian.edge.options.EdgeOptions;
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

/** The whole edge, from its command line to IoT Hub, with the routes that are packed. */
class EdgeThroughOutagesTest {

  private static final int COUNTERS = 10;
  private static final int RATE = 50;

  @TempDir private Path folder;

  private final ReceivedCounters received = new ReceivedCounters();
  private LocalAzureSettings hubSettings;
  private LocalAzure azure;
  private Simulator plant;
  private CamelContext context;

  @BeforeEach
  void start() throws Exception {
    azure = LocalAzure.start(LocalAzureSettings.in(folder.resolve("azure")).withFreePorts());
    hubSettings =
        LocalAzureSettings.in(folder.resolve("azure"))
            .withFreePorts()
            .withMqttPort(azure.hub().mqttPort())
            .withRestPort(azure.hub().restPort());
    plant =
        Simulator.start(
            SimulatorSettings.in(folder.resolve("plant"))
                .withPort(0)
                .withLoadNodes(COUNTERS)
                .withLoadRate(Duration.ofMillis(RATE)));
    observe();
  }

  @AfterEach
  void stop() throws Exception {
    context.close();
    azure.close();
    plant.close();
  }

  @Test
  void everyValueReachesIotHubThroughAHubThatIsKilledAndComesBack() throws Exception {
    startEdge("--mm", "PubSub");
    await().until(() -> received.allHave(COUNTERS, 20));

    azure.halt();
    int before = received.of("c1").size();
    azure = LocalAzure.start(hubSettings);
    observe();

    await().atMost(Duration.ofMinutes(1)).until(() -> received.allHave(COUNTERS, before + 100));
    assertThat(received.missing()).isEmpty();
  }

  @Test
  void anEditOfTheFileIsPublishedWithoutAGapInWhatStays() throws Exception {
    startEdge("--mm", "PubSub");
    await().until(() -> received.allHave(COUNTERS, 20));

    writeNodes(COUNTERS / 2);
    int before = received.of("c1").size();
    await().until(() -> received.of("c1").size() > before + 40);
    writeNodes(COUNTERS);

    int half = received.of("c10").size();
    await().until(() -> received.of("c10").size() > half + 20);
    assertThat(received.missing()).doesNotContainKeys("c1", "c2", "c3", "c4", "c5");
  }

  private void observe() {
    azure.hub().onTelemetry(message -> received.receive(message.body()));
  }

  private void startEdge(String... more) throws Exception {
    writeNodes(COUNTERS);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--disable-http",
                "--pf",
                folder.resolve("nodes.json").toString(),
                "--data",
                folder.resolve("edge").toString(),
                "--ec",
                azure.hub().connectionString(ClientId.module("plant-edge", "bactrian")),
                "--hub-ca",
                azure.caFile().toString(),
                "--bs",
                "5",
                "--bi",
                "200"));
    arguments.addAll(List.of(more));
    EdgeOptions options = EdgeOptionsReader.read(arguments, Map.of()).options();
    context = new DefaultCamelContext();
    new EdgeConfiguration(options).configure(context);
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(
            ResourceHelper.resolveMandatoryResource(
                context, "classpath:routes/edge/publisher.camel.yaml"));
    context.start();
  }

  private void writeNodes(int count) throws Exception {
    String nodes =
        IntStream.rangeClosed(1, count)
            .mapToObj(
                number ->
                    """
                    {"Id": "nsu=urn:bactrian:load;i=%d", "DisplayName": "c%d",
                     "OpcSamplingInterval": %d, "QueueSize": 200}\
                    """
                        .formatted(number, number, RATE))
            .collect(Collectors.joining(",\n"));
    Files.writeString(
        folder.resolve("nodes.json"),
        """
        [{"EndpointUrl": "%s", "DataSetWriterGroup": "Load", "DataSetWriterId": "Counters",
          "DataSetPublishingInterval": 100, "OpcNodes": [%s]}]
        """
            .formatted(plant.endpointUrl(), nodes),
        StandardCharsets.UTF_8);
  }
}
