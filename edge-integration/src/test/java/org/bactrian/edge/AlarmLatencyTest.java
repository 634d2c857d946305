package org.bactrian.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.bactrian.edge.options.EdgeOptions;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.opcua.node.NodeIdText;
import org.bactrian.opcua.service.NodeAttributeId;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.service.NodeWrite;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Time from an alarm of the plant to its message in IoT Hub, over some hundreds of alarms. */
class AlarmLatencyTest {

  private static final int ALARMS = 300;
  private static final List<String> MACHINES =
      List.of("Line1/Filler", "Line1/Capper", "Line2/Packer", "Line2/Palletizer");
  private static final double NEVER_REACHED = 120;
  private static final double ALWAYS_EXCEEDED = -20;

  @TempDir private Path folder;

  private final List<Long> latencies = new CopyOnWriteArrayList<>();
  private LocalAzure azure;
  private Simulator plant;
  private SessionPool sessions;
  private CamelContext context;

  @BeforeEach
  void start() throws Exception {
    azure = LocalAzure.start(LocalAzureSettings.in(folder.resolve("azure")).withFreePorts());
    plant =
        Simulator.start(
            SimulatorSettings.in(folder.resolve("plant"))
                .withPort(0)
                .withPlantRate(Duration.ofMillis(20)));
    sessions = new SessionPool(OpcUaClientSettings.of(folder.resolve("pki")));
    ObjectMapper json = new ObjectMapper();
    azure
        .hub()
        .onTelemetry(
            message -> {
              long now = System.currentTimeMillis();
              try {
                measure(json.readTree(message.body()), now);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  @AfterEach
  void stop() throws Exception {
    context.close();
    sessions.close();
    azure.close();
    plant.close();
  }

  /** Publishing intervals and batch intervals in milliseconds, and the longest latency of p99. */
  @ParameterizedTest
  @CsvSource({"100, 0, 1000", "250, 250, 1000", "1000, 10000, 15000"})
  @Tag("faults")
  void anAlarmReachesIotHubInTheTimesOfPublishingAndBatchIntervalTogether(
      int publishingInterval, int batchInterval, long longest) throws Exception {
    startEdge(publishingInterval, batchInterval);
    NodeServices services =
        new NodeServices(
            sessions.open(
                    ConnectionSettings.of(plant.endpointUrl())
                        .withSecurityMode(RequiredSecurityMode.NONE))
                ::client);
    await().until(() -> plant.monitoredItems() == 1);

    for (int round = 0; latencies.size() < ALARMS; round++) {
      double limit = round % 2 == 0 ? ALWAYS_EXCEEDED : NEVER_REACHED;
      int before = latencies.size();
      for (String machine : MACHINES) {
        limit(services, machine, limit);
      }
      await().atMost(Duration.ofSeconds(60)).until(() -> latencies.size() > before);
    }

    report(publishingInterval, batchInterval);
    assertThat(percentile(0.99)).isLessThan(longest);
  }

  private static void limit(NodeServices services, String machine, double limit) throws Exception {
    NodeAttributeId node =
        new NodeAttributeId(
            NodeIdText.parse("nsu=urn:bactrian:plant;s=" + machine + "/TemperatureLimit"),
            AttributeId.Value,
            "");
    services.write(List.of(new NodeWrite(node, limit))).get(20, TimeUnit.SECONDS);
  }

  /** The plant and the hub have one clock. */
  private void measure(JsonNode body, long now) {
    for (JsonNode message : body.isArray() ? body : List.of(body)) {
      for (JsonNode dataSet : message.path("Messages")) {
        if (dataSet.path("MessageType").asText().equals("ua-event")) {
          Instant time = Instant.parse(dataSet.at("/Payload/Time/Value").asText());
          latencies.add(now - time.toEpochMilli());
        }
      }
    }
  }

  private long percentile(double share) {
    List<Long> sorted = latencies.stream().sorted().toList();
    return sorted.get((int) Math.min(sorted.size() - 1L, (long) (sorted.size() * share)));
  }

  private void report(int publishingInterval, int batchInterval) {
    System.out.printf(
        Locale.ROOT,
        "publishing interval %d ms, batch interval %d ms: %d alarms, p50 %d ms, p99 %d ms, longest"
            + " %d ms%n",
        publishingInterval,
        batchInterval,
        latencies.size(),
        percentile(0.5),
        percentile(0.99),
        LongStream.of(latencies.stream().mapToLong(Long::longValue).toArray()).max().orElseThrow());
  }

  private void startEdge(int publishingInterval, int batchInterval) throws Exception {
    Path nodes =
        Files.writeString(
            folder.resolve("nodes.json"),
            """
            [{"EndpointUrl": "%s", "UseSecurity": false, "MessagingMode": "PubSub",
              "DataSetPublishingInterval": %d, "BatchSize": %d, "BatchTriggerInterval": %d,
              "OpcNodes": [{"Id": "i=2253", "DisplayName": "Alarms",
                "EventFilter": {"TypeDefinitionId": "i=2915"}}]}]
            """
                .formatted(
                    plant.endpointUrl(),
                    publishingInterval,
                    batchInterval == 0 ? 1 : 50,
                    batchInterval));
    EdgeOptions options =
        EdgeOptionsReader.read(
                List.of(
                    "--disable-http",
                    "--pf",
                    nodes.toString(),
                    "--data",
                    folder.resolve("edge").toString(),
                    "--ec",
                    azure.hub().connectionString(ClientId.module("plant-edge", "bactrian")),
                    "--hub-ca",
                    azure.caFile().toString()),
                Map.of())
            .options();
    context = new DefaultCamelContext();
    new EdgeConfiguration(options).configure(context);
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(
            ResourceHelper.resolveMandatoryResource(
                context, "classpath:routes/edge/publisher.camel.yaml"));
    context.start();
  }
}
