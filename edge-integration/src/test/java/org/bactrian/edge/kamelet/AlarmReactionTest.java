package org.bactrian.edge.kamelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.bactrian.edge.outbox.OutboxLimits;
import org.bactrian.edge.outbox.Outboxes;
import org.bactrian.edge.publisher.PublisherComponent;
import org.bactrian.edge.publisher.nodes.PublishedNodes;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.opcua.component.OpcUaComponent;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample route that reacts to alarms, with a plant and a webhook. */
class AlarmReactionTest {

  private static final String FILLER = "nsu=urn:bactrian:plant;s=Line1/Filler";
  private static final double ALWAYS_EXCEEDED = -20;

  @TempDir private Path folder;
  private final List<JsonNode> posted = new CopyOnWriteArrayList<>();
  private HttpServer webhook;
  private Simulator plant;
  private SessionPool sessions;
  private NodeServices services;
  private Outboxes outboxes;
  private Kamelets kamelets;

  @BeforeEach
  void start() throws Exception {
    webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    ObjectMapper json = new ObjectMapper();
    webhook.createContext(
        "/alarms",
        exchange -> {
          posted.add(json.readTree(exchange.getRequestBody()));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    webhook.start();
    plant =
        Simulator.start(
            SimulatorSettings.in(folder.resolve("plant"))
                .withPort(0)
                .withPlantRate(Duration.ofMillis(20)));
    sessions = new SessionPool(OpcUaClientSettings.of(folder.resolve("pki")));
    services =
        new NodeServices(
            sessions.open(
                    ConnectionSettings.of(plant.endpointUrl())
                        .withSecurityMode(RequiredSecurityMode.NONE))
                ::client);
    outboxes = Outboxes.inMemory(folder);
    kamelets =
        Kamelets.start(
            Map.of(
                "plant.endpointUrl",
                plant.endpointUrl(),
                "alarm.webhook",
                "http://localhost:" + webhook.getAddress().getPort() + "/alarms"));
    PublishedNodes nodes =
        PublishedNodes.parse(
            Path.of("published_nodes.json"),
            """
            [{"EndpointUrl": "%s", "UseSecurity": false, "MessagingMode": "PubSub", "BatchSize": 1,
              "DataSetPublishingInterval": 50, "OpcNodes": [
                {"Id": "%s", "DisplayName": "Alarms", "EventFilter": {"TypeDefinitionId": "i=2915"},
                 "ConditionHandling": {"RefreshRetainedConditionsOnStart": true}}]}]
            """
                .formatted(plant.endpointUrl(), FILLER),
            PublishingDefaults.compatible("edge").withTransport("null"));
    kamelets
        .context()
        .addComponent(
            "opcua-publisher",
            new PublisherComponent(
                sessions,
                listener -> {
                  listener.accept(nodes.groups());
                  return () -> {};
                },
                outboxes,
                OutboxLimits.DEFAULT));
    OpcUaComponent opcua = new OpcUaComponent();
    opcua.setPkiFolder(folder.resolve("pki").toString());
    opcua.setAutoAccept(true);
    kamelets.context().addComponent("opcua", opcua);
  }

  @AfterEach
  void stop() throws Exception {
    kamelets.close();
    outboxes.close();
    sessions.close();
    plant.close();
    webhook.stop(0);
  }

  @Test
  void anAlarmIsAcknowledgedAtItsServerAndPostedToTheWebhook() throws Exception {
    kamelets.load("routes/samples/acknowledge-alarm.camel.yaml");

    services
        .write(
            List.of(
                new NodeWrite(
                    new NodeAttributeId(
                        NodeIdText.parse(FILLER + "/TemperatureLimit"), AttributeId.Value, ""),
                    ALWAYS_EXCEEDED)))
        .get(20, TimeUnit.SECONDS);

    await().until(() -> !posted.isEmpty());
    JsonNode alarm = posted.get(0);
    assertThat(alarm.get("MessageType").asText()).isEqualTo("ua-event");
    assertThat(alarm.at("/Payload/SourceName/Value").asText()).isEqualTo("Line1/Filler");
    await().until(() -> isAcknowledged());
  }

  private boolean isAcknowledged() throws Exception {
    NodeAttributeId acked =
        NodeAttributeId.value(NodeIdText.parse(FILLER + "/TemperatureAlarm/0:AckedState/0:Id"));
    return Boolean.TRUE.equals(
        services.read(List.of(acked), 0).get(20, TimeUnit.SECONDS).get(0).value().value());
  }
}
