package org.bactrian.edge.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.edge.outbox.OutboxLimits;
import org.bactrian.edge.outbox.Outboxes;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.edge.publisher.nodes.PublishedNodes;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.subscription.SubscriptionLimits;
import org.bactrian.patience.Exercises;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that a server has to be asked about before their values can be published. */
class PublishedObjectsTest {

  private static final String FILLER = "nsu=urn:bactrian:plant;s=Line1/Filler";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;

  private static Simulator plant;
  private static SessionPool sessions;

  private final List<JsonNode> received = new CopyOnWriteArrayList<>();
  private final EditableGroups groups = new EditableGroups();
  private Outboxes outboxes;
  private CamelContext context;

  @BeforeAll
  static void startPlant() throws Exception {
    plant =
        Simulator.start(
            SimulatorSettings.in(folder.resolve("plant"))
                .withPort(0)
                .withPlantRate(Duration.ofMillis(50)));
    sessions =
        new SessionPool(
            OpcUaClientSettings.of(folder.resolve("pki"))
                .withSubscriptions(
                    // Nothing here is found by trying again.
                    SubscriptionLimits.DEFAULT.withItemRetryDelay(Duration.ofHours(1))));
  }

  @AfterAll
  static void stopPlant() throws Exception {
    sessions.close();
    plant.close();
  }

  @BeforeEach
  void start() throws Exception {
    outboxes = Outboxes.inMemory(folder);
    context = new DefaultCamelContext();
    context.addComponent(
        "opcua-publisher",
        new PublisherComponent(sessions, groups, outboxes, OutboxLimits.DEFAULT));
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("opcua-publisher:groups")
                .process(
                    exchange ->
                        received.add(JSON.readTree(exchange.getMessage().getBody(byte[].class))));
          }
        });
    context.start();
  }

  @AfterEach
  void stop() throws Exception {
    context.close();
    outboxes.close();
  }

  private void publish(String... nodes) {
    publishFrom(plant.endpointUrl(), nodes);
  }

  private void publishFrom(String server, String... nodes) {
    String file =
        """
        [{"EndpointUrl": "%s", "UseSecurity": false, "DataSetWriterGroup": "Plant",
          "DataSetWriterId": "Line1", "DataSetPublishingInterval": 100, "BatchSize": 1,
          "DataSetSamplingInterval": 50, "MessagingMode": "PubSub", "OpcNodes": [%s]}]
        """
            .formatted(server, String.join(",", nodes));
    PublishedNodes read =
        PublishedNodes.parse(
            Path.of("published_nodes.json"),
            file,
            PublishingDefaults.compatible("edge").withTransport("test"));
    assertThat(read.faults()).isEmpty();
    groups.become(read.groups().toArray(WriterGroup[]::new));
  }

  private static String node(String id, String more) {
    return "{\"Id\": \"" + id + "\"" + (more.isEmpty() ? "" : ", " + more) + "}";
  }

  /** Payloads that have a field. */
  private List<JsonNode> payloads(String field) {
    List<JsonNode> payloads = new ArrayList<>();
    for (JsonNode message : received) {
      for (JsonNode one : message.path("Messages")) {
        if (one.path("Payload").has(field)) {
          payloads.add(one.path("Payload"));
        }
      }
    }
    return payloads;
  }

  private Set<String> fields() {
    Set<String> names = new TreeSet<>();
    for (JsonNode message : received) {
      message
          .path("Messages")
          .forEach(one -> one.path("Payload").fieldNames().forEachRemaining(names::add));
    }
    return names;
  }

  private void awaitField(String name) {
    await(name).until(() -> !payloads(name).isEmpty());
  }

  @Test
  @Exercises(attributes = "OpcNodes.Id")
  void anObjectIsPublishedAsItsVariablesUnderTheirPaths() {
    publish(node(FILLER, ""), node(FILLER + "/Speed", "\"DisplayName\": \"Tempo\""));

    awaitField("Pieces");
    awaitField("Speed.EURange");
    awaitField("Tempo");
    assertThat(fields()).contains("Temperature", "Job").doesNotContain(FILLER);
    assertThat(payloads("Pieces").get(0).path("Pieces").path("Value").isNumber()).isTrue();
  }

  @Test
  void aNamedObjectNamesItsVariablesAndATypeItsInstances() {
    publish(
        node(FILLER, "\"DisplayName\": \"Filler\""),
        node("i=2368", "\"DataSetFieldId\": \"Analog\""));

    awaitField("Filler.Pieces");
    awaitField("Analog.Plant.Line2.Packer.Vibration");
  }

  @Test
  @Exercises(attributes = "OpcNodes.BrowsePath")
  void aBrowsePathLeadsToTheNode() {
    publish(
        """
        {"BrowsePath": ["/Objects", "/urn:bactrian:plant#Plant", ".urn:bactrian:plant#Line1",
          ".urn:bactrian:plant#Energy"], "DisplayName": "Energy"}
        """,
        node(FILLER, "\"BrowsePath\": [\".urn:bactrian:plant#Pieces\"], \"DisplayName\": \"P\""));

    awaitField("Energy");
    awaitField("P");
  }

  @Test
  void whatIsMissingIsPublishedAsSoonAsTheServerHasIt() {
    publish(
        node(FILLER, ""),
        node("nsu=urn:bactrian:plant;s=Line1/Capper/Torque", "\"DisplayName\": \"Torque\""),
        node(
            "nsu=urn:bactrian:plant;s=Line1/Capper",
            "\"BrowsePath\": [\".urn:bactrian:plant#Angle\"], \"DisplayName\": \"Angle\""));
    awaitField("Pieces");
    assertThat(fields()).doesNotContain("Torque", "Angle", "Pressure");

    plant.addedVariables().add("Line1/Filler", "Pressure", 7);
    plant.addedVariables().add("Line1/Capper", "Torque", 8);
    plant.addedVariables().add("Line1/Capper", "Angle", 9);

    awaitField("Pressure");
    awaitField("Torque");
    awaitField("Angle");
    assertThat(payloads("Pressure").get(0).path("Pressure").path("Value").asInt()).isEqualTo(7);

    plant.addedVariables().remove("Line1/Filler/Pressure");
    plant.addedVariables().remove("Line1/Capper/Torque");
    plant.addedVariables().remove("Line1/Capper/Angle");
  }

  @Test
  @Exercises(
      attributes = {
        "OpcNodes.UseCyclicRead",
        "OpcNodes.CyclicReadMaxAge",
        "OpcNodes.CyclicReadMaxAgeTimespan"
      })
  void aNodeCanBeReadInsteadOfBeingMonitored() {
    publish(
        node(
            FILLER + "/SpeedSetpoint",
            "\"UseCyclicRead\": true, \"CyclicReadMaxAgeTimespan\": \"00:00:01\","
                + " \"DisplayName\": \"Setpoint\""),
        node(FILLER + "/Absent", "\"UseCyclicRead\": true, \"CyclicReadMaxAge\": 100"));

    // Its value does not change, and yet it comes at each interval.
    await().until(() -> payloads("Setpoint").size() > 3);
    assertThat(plant.monitoredItems()).isLessThanOrEqualTo(1); // the one for changes of nodes
    assertThat(fields()).containsExactly("Setpoint");
  }

  @Test
  @Exercises(attributes = "OpcNodes.RegisterNode")
  void aNodeIsRegisteredBeforeItIsMonitored() {
    publish(node(FILLER + "/Pieces", "\"RegisterNode\": true, \"DisplayName\": \"Pieces\""));

    awaitField("Pieces");
    assertThat(plant.registeredNodes()).isPositive();
  }

  @Test
  void aNodeIsReadByTheIdThatItIsRegisteredUnderAlsoAfterTheServerHasRestarted() throws Exception {
    String cyclic =
        node(
            FILLER + "/SpeedSetpoint",
            "\"UseCyclicRead\": true, \"RegisterNode\": true, \"DisplayName\": \"Setpoint\"");
    SimulatorSettings settings = SimulatorSettings.in(folder.resolve("restarted")).withPort(0);
    int port;
    try (Simulator before = Simulator.start(settings)) {
      port = before.port();
      publishFrom(before.endpointUrl(), cyclic);
      await().until(() -> before.registeredReads() > 3 && payloads("Setpoint").size() > 3);
    }
    received.clear();

    try (Simulator after = Simulator.start(settings.withPort(port))) {
      await().until(() -> after.registeredReads() > 3 && payloads("Setpoint").size() > 3);
      // Once more where a read met the server before it had values, and not at each read.
      assertThat(after.registeredNodes()).isBetween(1, 2);
    }
  }

  @Test
  void onlyTheNodeWhoseStatusHasChangedIsRegisteredAnew() {
    String cyclic = "\"UseCyclicRead\": true, \"RegisterNode\": true, \"DisplayName\": ";
    int before = plant.registeredNodes();
    publish(
        node(FILLER + "/SpeedSetpoint", cyclic + "\"Setpoint\""),
        node(FILLER + "/Speed", cyclic + "\"Speed\""),
        node(FILLER + "/Weight", cyclic + "\"Weight\""));
    awaitField("Setpoint");
    await().until(() -> plant.registeredNodes() > before + 3);

    plant.addedVariables().add("Line1/Filler", "Weight", 5);

    awaitField("Weight");
    await().until(() -> plant.registeredNodes() == before + 5);
    plant.addedVariables().remove("Line1/Filler/Weight");
  }

  @Test
  void variablesThatAFolderOnlyOrganizesArePublished() {
    plant.addedVariables().addFolder("Line1", "Favourites", "Line1/Filler/Pieces");

    publish(node("nsu=urn:bactrian:plant;s=Line1/Favourites", ""));

    awaitField("Pieces");
    plant.addedVariables().remove("Line1/Favourites");
  }

  @Test
  @Exercises(attributes = "OpcNodes.TriggeredNodes")
  void triggeredNodesComeWithTheNodeThatTriggersThem() {
    publish(
        node(
            FILLER + "/DoorOpen",
            """
            "DisplayName": "Door", "TriggeredNodes": [
              {"Id": "%s/Pieces", "DisplayName": "Pieces", "QueueSize": 1}]
            """
                .formatted(FILLER)));

    await().until(() -> payloads("Pieces").size() > 2);
    // The counter changes ten times as often as the door.
    assertThat(payloads("Pieces").size()).isLessThanOrEqualTo(payloads("Door").size() + 1);
  }

  @Test
  @Exercises(attributes = "OpcNodes.ModelChangeHandling")
  void changesOfTheServersNodesArePublished() {
    publish(
        node(FILLER + "/Pieces", "\"DisplayName\": \"Pieces\""),
        """
        {"DisplayName": "Model", "ModelChangeHandling": {"RebrowseIntervalTimespan": "01:00:00"}}
        """);
    awaitField("Pieces");
    await().until(() -> plant.monitoredItems() == 2);

    plant.addedVariables().add("Line1/Filler", "Colour", 1);

    awaitField("EventType");
    plant.addedVariables().remove("Line1/Filler/Colour");
  }

  @Test
  @Exercises(attributes = "OpcNodes.MethodMetadata")
  void aMethodIsLeftToClientsAndTheOthersArePublished() {
    publish(
        node(
            FILLER + "/StartJob",
            "\"MethodMetadata\": {\"InputArguments\": [], \"OutputArguments\": []}"),
        node(FILLER + "/Pieces", "\"DisplayName\": \"Pieces\""));

    awaitField("Pieces");
    assertThat(fields()).containsExactly("Pieces");
  }
}
