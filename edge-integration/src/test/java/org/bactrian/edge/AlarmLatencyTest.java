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

/** Time from an alarm of the plant to its message in IoT Hub, over two hundred alarms. */
class AlarmLatencyTest {

  private static final int ALARMS = 200;
  private static final int WARM_UP = 40;
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
  @CsvSource({"100, 0, 1000", "250, 250, 1000", "1000, 10000, 30000"})
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

    // The first ones wait for connections and for the JVM.
    change(services, WARM_UP);
    await().atMost(Duration.ofMinutes(1)).until(() -> latencies.size() >= WARM_UP);
    latencies.clear();

    change(services, ALARMS);
    await().atMost(Duration.ofMinutes(1)).until(() -> latencies.size() >= ALARMS);

    report(publishingInterval, batchInterval);
    assertThat(percentile(0.99)).isLessThan(longest);
  }

  /** Raises and ends alarms in turn, that many changes in all. */
  private static void change(NodeServices services, int alarms) throws Exception {
    for (int round = 0; round < alarms / MACHINES.size(); round++) {
      boolean raise = round % 2 == 0;
      for (String machine : MACHINES) {
        limit(services, machine, raise ? ALWAYS_EXCEEDED : NEVER_REACHED);
      }
      await().pollInterval(Duration.ofMillis(20)).until(() -> all(services, raise));
    }
  }

  private static void limit(NodeServices services, String machine, double limit) throws Exception {
    NodeAttributeId node =
        new NodeAttributeId(
            NodeIdText.parse("nsu=urn:bactrian:plant;s=" + machine + "/TemperatureLimit"),
            AttributeId.Value,
            "");
    services.write(List.of(new NodeWrite(node, limit))).get(20, TimeUnit.SECONDS);
  }

  /** Returns whether the alarms of all machines are active, or all are over. */
  private static boolean all(NodeServices services, boolean active) throws Exception {
    List<NodeAttributeId> alarms =
        MACHINES.stream()
            .map(
                machine ->
                    NodeAttributeId.value(
                        NodeIdText.parse(
                            "nsu=urn:bactrian:plant;s="
                                + machine
                                + "/TemperatureAlarm/0:ActiveState/0:Id")))
            .toList();
    return services.read(alarms, 0).get(20, TimeUnit.SECONDS).stream()
        .allMatch(value -> Boolean.valueOf(active).equals(value.value().value()));
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
