package org.bactrian.edge.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.edge.publisher.nodes.PublishedNodes;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.opcua.node.NodeIdText;
import org.bactrian.opcua.service.NodeAttributeId;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.service.NodeWrite;
import org.bactrian.opcua.service.OpcUaMethodCall;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alarms of the simulated plant on their way from a published nodes file to a route. */
class PublishedAlarmsTest {

  private static final String PACKER = "nsu=urn:bactrian:plant;s=Line2/Packer";
  private static final String FILLER = "nsu=urn:bactrian:plant;s=Line1/Filler";
  private static final double NEVER_REACHED = 120;
  private static final double ALWAYS_EXCEEDED = -20;

  @TempDir private Path folder;

  private final List<JsonNode> received = new CopyOnWriteArrayList<>();
  private final EditableGroups groups = new EditableGroups();
  private Simulator plant;
  private SessionPool sessions;
  private Session session;
  private Outboxes outboxes;
  private CamelContext context;

  @BeforeEach
  void start() throws Exception {
    plant = Simulator.start(settings());
    sessions =
        new SessionPool(
            OpcUaClientSettings.of(folder.resolve("pki"))
                .withReconnectDelayMin(Duration.ofMillis(50))
                .withReconnectDelayMax(Duration.ofMillis(200)));
    session =
        sessions.open(
            ConnectionSettings.of(plant.endpointUrl()).withSecurityMode(RequiredSecurityMode.NONE));
    outboxes = Outboxes.inMemory(folder);
    context = new DefaultCamelContext();
    context.addComponent(
        "opcua-publisher",
        new PublisherComponent(sessions, groups, outboxes, OutboxLimits.DEFAULT));
    ObjectMapper json = new ObjectMapper();
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("opcua-publisher:groups")
                .process(
                    exchange ->
                        received.add(json.readTree(exchange.getMessage().getBody(byte[].class))));
          }
        });
    context.start();
    limit(FILLER, NEVER_REACHED);
  }

  private SimulatorSettings settings() {
    return SimulatorSettings.in(folder.resolve("plant"))
        .withPort(0)
        .withPlantRate(Duration.ofMillis(20));
  }

  @AfterEach
  void stop() throws Exception {
    context.close();
    outboxes.close();
    sessions.close();
    plant.close();
  }

  /** Publishes these nodes of the plant, as PubSub without batches unless said otherwise. */
  private void publish(String mode, String... nodes) {
    String file =
        """
        [{"EndpointUrl": "%s", "UseSecurity": false, "DataSetWriterGroup": "Plant",
          "DataSetWriterId": "Line1", "DataSetPublishingInterval": 50, "BatchSize": 1,
          "MessagingMode": "%s", "OpcNodes": [%s]}]
        """
            .formatted(plant.endpointUrl(), mode, String.join(",", nodes));
    PublishedNodes read =
        PublishedNodes.parse(
            Path.of("published_nodes.json"),
            file,
            PublishingDefaults.compatible("edge").withTransport("test"));
    assertThat(read.faults()).isEmpty();
    groups.become(read.groups().toArray(WriterGroup[]::new));
  }

  private static String alarms(String more) {
    return """
        {"Id": "%s", "DisplayName": "Alarms", "EventFilter": {"TypeDefinitionId": "i=2915"} %s}
        """
        .formatted(FILLER, more);
  }

  private List<JsonNode> messages(Predicate<JsonNode> wanted) {
    List<JsonNode> messages = new ArrayList<>();
    for (JsonNode body : received) {
      body.path("Messages").forEach(messages::add);
    }
    return messages.stream().filter(wanted).toList();
  }

  private static Predicate<JsonNode> ofType(String type) {
    return message -> message.path("MessageType").asText().equals(type);
  }

  private static String text(JsonNode message, String field) {
    return message.path("Payload").path(field).path("Value").asText();
  }

  private static Predicate<JsonNode> says(String message) {
    return one -> text(one, "Message").startsWith(message);
  }

  private NodeServices services() {
    return new NodeServices(session::client);
  }

  private void limit(String machine, double limit) throws Exception {
    services()
        .write(
            List.of(
                new NodeWrite(
                    new NodeAttributeId(
                        NodeIdText.parse(machine + "/TemperatureLimit"), AttributeId.Value, ""),
                    limit)))
        .get(20, TimeUnit.SECONDS);
  }

  private void acknowledge(String eventId) throws Exception {
    assertThat(
            services()
                .call(
                    List.of(
                        new OpcUaMethodCall(
                            NodeIdText.parse(FILLER + "/TemperatureAlarm"),
                            NodeIds.AcknowledgeableConditionType_Acknowledge.expanded(),
                            List.of(
                                ByteString.of(Base64.getDecoder().decode(eventId)),
                                LocalizedText.english("seen")))))
                .get(20, TimeUnit.SECONDS)
                .get(0)
                .status()
                .isGood())
        .isTrue();
  }

  private void awaitMonitored(int items) {
    await().until(() -> plant.monitoredItems() == items);
  }

  @Test
  void anAlarmThatIsRaisedAndAcknowledgedArrivesAsTwoEvents() throws Exception {
    publish("PubSub", alarms(""));
    awaitMonitored(1);

    limit(FILLER, ALWAYS_EXCEEDED);
    await().until(() -> !messages(says("Above the limit")).isEmpty());
    JsonNode raised = messages(says("Above the limit")).get(0);
    assertThat(raised.get("MessageType").asText()).isEqualTo("ua-event");
    assertThat(raised.get("DataSetWriterId").asText()).isEqualTo("Line1|Alarms");
    assertThat(text(raised, "ConditionId"))
        .isEqualTo("urn:bactrian:plant#s=Line1%2fFiller%2fTemperatureAlarm");
    assertThat(text(raised, "ActiveState/Id")).isEqualTo("true");
    assertThat(text(raised, "AckedState/Id")).isEqualTo("false");
    assertThat(text(raised, "Severity")).isEqualTo("700");
    assertThat(text(raised, "Retain")).isEqualTo("true");

    acknowledge(text(raised, "EventId"));
    await().until(() -> !messages(says("Acknowledged")).isEmpty());
    assertThat(text(messages(says("Acknowledged")).get(0), "AckedState/Id")).isEqualTo("true");
    assertThat(text(messages(says("Acknowledged")).get(0), "Comment")).isEqualTo("seen");
    assertThat(messages(ofType("ua-event")))
        .extracting(message -> message.get("SequenceNumber").asLong())
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void activeAlarmsAreSentInSnapshotsFromTheStartAndAfterARestartOfTheServer() throws Exception {
    limit(FILLER, ALWAYS_EXCEEDED);
    publish(
        "PubSub",
        """
        {"Id": "i=2253", "DisplayName": "Alarms", "EventFilter": {"TypeDefinitionId": "i=2041"},
         "ConditionHandling": {"UpdateInterval": 1, "SnapshotInterval": 2}}
        """);

    await().until(() -> messages(ofType("ua-condition")).stream().anyMatch(of("Line1/Filler")));
    assertThat(messages(ofType("ua-event"))).isEmpty();
    JsonNode condition = messages(ofType("ua-condition").and(of("Line1/Filler"))).get(0);
    assertThat(condition.get("DataSetWriterId").asText()).isEqualTo("Line1|Alarms");
    assertThat(condition.at("/Payload/Severity/SourceTimestamp").asText()).isNotEmpty();
    int before = messages(ofType("ua-condition").and(of("Line1/Filler"))).size();
    await()
        .until(() -> messages(ofType("ua-condition").and(of("Line1/Filler"))).size() >= before + 2);

    int port = plant.port();
    plant.close();
    received.clear();
    plant = Simulator.start(settings().withPort(port));
    limit(FILLER, ALWAYS_EXCEEDED);

    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> messages(ofType("ua-condition")).stream().anyMatch(of("Line1/Filler")));
  }

  private static Predicate<JsonNode> of(String machine) {
    return message -> text(message, "SourceName").equals(machine);
  }

  @Test
  void anAlarmThatIsOverIsNotInSnapshotsAnyMore() throws Exception {
    limit(FILLER, ALWAYS_EXCEEDED);
    limit(PACKER, ALWAYS_EXCEEDED);
    publish(
        "PubSub",
        """
        {"Id": "i=2253", "DisplayName": "Alarms", "EventFilter": {"TypeDefinitionId": "i=2915"},
         "ConditionHandling": {"UpdateInterval": 1, "SnapshotInterval": 1}}
        """);
    await().until(() -> messages(ofType("ua-condition")).stream().anyMatch(of("Line1/Filler")));

    acknowledge(text(messages(ofType("ua-condition").and(of("Line1/Filler"))).get(0), "EventId"));
    limit(FILLER, NEVER_REACHED);

    await().until(() -> latest(6).stream().noneMatch(of("Line1/Filler")));
    assertThat(latest(6)).anyMatch(of("Line2/Packer"));
  }

  /** The last conditions; a snapshot has four of them at most, one of each machine. */
  private List<JsonNode> latest(int count) {
    List<JsonNode> all = messages(ofType("ua-condition"));
    return all.subList(Math.max(0, all.size() - count), all.size());
  }

  @Test
  void alarmsThatAreActiveAlreadyArriveOnceAsEventsWhereTheFileAsksForIt() throws Exception {
    limit(FILLER, ALWAYS_EXCEEDED);
    publish(
        "PubSub",
        """
        {"Id": "%s", "EventFilter": {"SelectClauses": [
           {"TypeDefinitionId": "i=2041", "BrowsePath": ["Message"]},
           {"TypeDefinitionId": "i=2782", "AttributeId": "NodeId"}]},
         "ConditionHandling": {"RefreshRetainedConditionsOnStart": true}}
        """
            .formatted(FILLER));

    await().until(() -> !messages(says("Above the limit")).isEmpty());
    JsonNode event = messages(says("Above the limit")).get(0);
    assertThat(event.get("MessageType").asText()).isEqualTo("ua-event");
    assertThat(event.get("DataSetWriterId").asText()).isEqualTo("Line1");
    assertThat(event.get("Payload").fieldNames())
        .toIterable()
        .containsExactly("Message", "ConditionId");
    assertThat(messages(says("Refresh"))).isEmpty();
  }

  @Test
  void aFilterThatTheServerRefusesIsNamedAndTheOtherNodesGoOn() throws Exception {
    publish(
        "PubSub",
        "{\"Id\": \"i=2253\", \"EventFilter\": {\"TypeDefinitionId\": \"i=99999\"}}",
        alarms(""),
        "{\"Id\": \"" + FILLER + "/Pieces\", \"DisplayName\": \"Pieces\"}");
    awaitMonitored(3); // the third tells of changes of nodes
    await().until(() -> !messages(message -> message.path("Payload").has("Pieces")).isEmpty());

    limit(FILLER, ALWAYS_EXCEEDED);
    await().until(() -> !messages(says("Above the limit")).isEmpty());

    PublisherComponent publisher =
        context.getComponent("opcua-publisher", PublisherComponent.class);
    assertThat(publisher.status().get(0).badNodes())
        .hasSize(1)
        .hasEntrySatisfying(
            "i=2253/EventNotifier", reason -> assertThat(reason).contains("i=99999"));
    assertThat(publisher.total().events()).isPositive();
  }

  @Test
  void aWhereClauseChoosesEvents() throws Exception {
    publish(
        "PubSub",
        """
        {"Id": "i=2253", "EventFilter": {
          "SelectClauses": [{"BrowsePath": ["Message"]}, {"BrowsePath": ["SourceName"]}],
          "WhereClause": {"Elements": [
            {"FilterOperator": "Not", "FilterOperands": [{"Index": 1}]},
            {"FilterOperator": "LessThan", "FilterOperands": [
              {"BrowsePath": ["Severity"]}, {"Value": 200, "DataType": "UInt16"}]}]}}}
        """);
    awaitMonitored(1);

    limit(FILLER, ALWAYS_EXCEEDED);
    await().until(() -> !messages(says("Above the limit")).isEmpty());

    assertThat(messages(says("ORDER"))).isEmpty();
  }

  @Test
  void inSamplesAnEventIsOneSampleOfItsFields() throws Exception {
    publish("Samples", alarms(""));
    awaitMonitored(1);

    limit(FILLER, ALWAYS_EXCEEDED);
    await().until(() -> received.stream().anyMatch(one -> one.path("Value").has("ActiveState/Id")));

    JsonNode sample =
        received.stream()
            .filter(one -> one.path("Value").has("ActiveState/Id"))
            .findFirst()
            .orElseThrow();
    assertThat(sample.get("NodeId").asText()).isEqualTo(FILLER);
    assertThat(sample.get("DisplayName").asText()).isEqualTo("Alarms");
    assertThat(sample.at("/Value/EventId").asText()).isNotEmpty();
    assertThat(sample.get("Value").has("Comment")).isFalse();
  }
}
