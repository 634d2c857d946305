package org.bactrian.interop.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.edge.outbox.OutboxLimits;
import org.bactrian.edge.outbox.Outboxes;
import org.bactrian.edge.publisher.PublisherComponent;
import org.bactrian.edge.publisher.nodes.PublishedNodes;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.interop.peer.NeedsNodeJs;
import org.bactrian.opcua.node.NodeIdText;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.service.OpcUaMethodCall;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionPool;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alarms and conditions of a server that we did not write, published by a file. */
@NeedsNodeJs
class AlarmsOfNodeOpcuaTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir static Path data;
  private static NodeOpcuaServer server;
  private static SessionPool sessions;
  private static Session session;

  private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
  private final CamelContext camel = new DefaultCamelContext();
  private final Outboxes outboxes = Outboxes.inMemory(data);

  @BeforeAll
  static void start() throws Exception {
    server = NodeOpcuaServer.withAlarms(data.resolve("server"));
    sessions = new SessionPool(OpcUaClientSettings.of(data.resolve("pki")).withAutoAccept(true));
    session =
        sessions.open(
            ConnectionSettings.of(server.endpointUrl())
                .withSecurityMode(RequiredSecurityMode.NONE));
  }

  @AfterAll
  static void stop() throws IOException {
    if (sessions != null) {
      sessions.close();
      server.close();
    }
  }

  @AfterEach
  void stopPublishing() throws Exception {
    camel.close();
    outboxes.close();
    server.level(50);
  }

  private void publish(String... nodes) throws Exception {
    PublishedNodes read =
        PublishedNodes.parse(
            Path.of("published_nodes.json"),
            """
            [{"EndpointUrl": "%s", "UseSecurity": false, "DataSetWriterId": "Tank",
              "MessagingMode": "PubSub", "BatchSize": 1, "DataSetPublishingInterval": 100,
              "OpcNodes": [%s]}]
            """
                .formatted(server.endpointUrl(), String.join(",", nodes)),
            PublishingDefaults.compatible("edge").withTransport("test"));
    assertThat(read.faults()).isEmpty();
    camel.addComponent(
        "opcua-publisher",
        new PublisherComponent(
            sessions,
            listener -> {
              listener.accept(read.groups());
              return () -> {};
            },
            outboxes,
            OutboxLimits.DEFAULT));
    ObjectMapper json = new ObjectMapper();
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("opcua-publisher:groups")
                .process(
                    exchange ->
                        json.readTree(exchange.getMessage().getBody(byte[].class))
                            .path("Messages")
                            .forEach(messages::add));
          }
        });
    camel.start();
  }

  private List<JsonNode> received(String type, Predicate<JsonNode> wanted) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode message : messages) {
      if (message.path("MessageType").asText().equals(type) && wanted.test(message)) {
        found.add(message);
      }
    }
    return found;
  }

  private JsonNode awaited(String type, Predicate<JsonNode> wanted) {
    await().atMost(PATIENCE).until(() -> !received(type, wanted).isEmpty());
    return received(type, wanted).get(0);
  }

  private static String text(JsonNode message, String field) {
    return message.path("Payload").path(field).path("Value").asText();
  }

  private static Predicate<JsonNode> with(String field, String value) {
    return message -> text(message, field).equals(value);
  }

  private static void acknowledge(JsonNode alarm) throws Exception {
    byte[] eventId = Base64.getDecoder().decode(text(alarm, "EventId"));
    assertThat(
            new NodeServices(session::client)
                .call(
                    List.of(
                        new OpcUaMethodCall(
                            NodeIdText.parse(text(alarm, "ConditionId")),
                            NodeIds.AcknowledgeableConditionType_Acknowledge.expanded(),
                            List.of(ByteString.of(eventId), LocalizedText.english("seen")))))
                .get(60, TimeUnit.SECONDS)
                .get(0)
                .status()
                .isGood())
        .isTrue();
  }

  @Test
  void anAlarmIsRaisedAcknowledgedAndOver() throws Exception {
    publish(
        """
        {"Id": "i=2253", "DisplayName": "Alarms", "EventFilter": {"TypeDefinitionId": "i=2915"},
         "ConditionHandling": {"RefreshRetainedConditionsOnStart": true}}
        """);
    await().atMost(PATIENCE).until(() -> isMonitored());

    server.level(90);
    JsonNode raised =
        awaited("ua-event", with("ActiveState/Id", "true").and(with("AckedState/Id", "false")));
    assertThat(text(raised, "ConditionId")).contains("LevelAlarm");
    assertThat(text(raised, "Retain")).isEqualTo("true");

    acknowledge(raised);
    awaited("ua-event", with("ActiveState/Id", "true").and(with("AckedState/Id", "true")));

    server.level(50);
    awaited("ua-event", with("ActiveState/Id", "false"));
  }

  @Test
  void anAlarmThatIsActiveAlreadyIsInEachSnapshot() throws Exception {
    server.level(96);
    publish(
        """
        {"Id": "i=2253", "DisplayName": "Alarms", "EventFilter": {"TypeDefinitionId": "i=2041"},
         "ConditionHandling": {"UpdateInterval": 1, "SnapshotInterval": 2}}
        """);

    // The fields are those of BaseEventType, which a condition's name is not among.
    JsonNode condition = awaited("ua-condition", any -> true);
    assertThat(condition.at("/Payload/Severity/SourceTimestamp").asText())
        .as("%s", condition)
        .isNotEmpty();
    assertThat(text(condition, "Message")).as("%s", condition).contains("96");
    await().atMost(PATIENCE).until(() -> received("ua-condition", any -> true).size() >= 3);
    assertThat(messages).noneMatch(one -> one.path("MessageType").asText().equals("ua-event"));
  }

  @Test
  void fieldsAndAWhereClauseChooseWhatIsPublished() throws Exception {
    publish(
"""
{"Id": "i=2253", "EventFilter": {
  "SelectClauses": [
    {"BrowsePath": ["Message"]},
    {"TypeDefinitionId": "i=2915", "BrowsePath": ["ActiveState", "Id"], "DisplayName": "active"},
    {"TypeDefinitionId": "i=2782", "AttributeId": "NodeId"}],
  "WhereClause": {"Elements": [
    {"FilterOperator": "OfType", "FilterOperands": [{"Value": "i=2955"}]}]}}}
""");
    await().atMost(PATIENCE).until(() -> isMonitored());

    server.level(4);

    JsonNode raised = awaited("ua-event", with("active", "true"));
    assertThat(raised.path("Payload").fieldNames())
        .toIterable()
        .containsExactly("Message", "active", "ConditionId");
  }

  private boolean isMonitored() {
    return sessions.statistics().stream().anyMatch(one -> one.subscriptions().monitoredItems() > 0);
  }
}
