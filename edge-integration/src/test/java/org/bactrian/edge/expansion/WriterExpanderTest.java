package org.bactrian.edge.expansion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.opcua.expansion.ExpansionLimits;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Expansion of entries by a simulated plant. */
class WriterExpanderTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LINE = "nsu=urn:bactrian:plant;s=Line1";
  private static final String ANALOG_ITEM_TYPE = "i=2368";
  private static final String ALARM_TYPE = "i=2915";

  @TempDir private static Path folder;

  private static Simulator plant;
  private static SessionPool sessions;
  private static NodeServices services;
  private static NamespaceTable namespaces;
  private static WriterExpander expander;

  @BeforeAll
  static void start() throws Exception {
    plant =
        Simulator.start(
            SimulatorSettings.in(folder.resolve("plant"))
                .withPort(0)
                .withPlantRate(Duration.ofSeconds(10)));
    sessions = new SessionPool(OpcUaClientSettings.of(folder.resolve("pki")));
    Session session =
        sessions.open(
            ConnectionSettings.of(plant.endpointUrl()).withSecurityMode(RequiredSecurityMode.NONE));
    session.client().get(20, TimeUnit.SECONDS);
    services = new NodeServices(session::client);
    namespaces = session.namespaces();
    expander = new WriterExpander(services, namespaces);
  }

  @AfterAll
  static void stop() throws Exception {
    sessions.close();
    plant.close();
  }

  private static List<ExpandedEntry> expand(String nodes, String request) throws Exception {
    return expander.expand(
        ExpandableEntry.of(entry(nodes)),
        RegistryJson.read(JSON.readTree(request), ExpansionRequest.class));
  }

  private static JsonNode entry(String nodes) throws Exception {
    return JSON.readTree(
        """
        {"EndpointUrl": "%s", "UseSecurity": false, "DataSetPublishingInterval": 500,
         "OpcNodes": [%s]}
        """
            .formatted(plant.endpointUrl(), nodes));
  }

  private static String node(String id, String more) {
    return "{\"Id\": \"" + id + "\"" + more + "}";
  }

  private static List<JsonNode> nodes(ExpandedEntry entry) {
    return StreamSupport.stream(entry.entry().get("OpcNodes").spliterator(), false).toList();
  }

  private static Stream<String> texts(List<JsonNode> nodes, String name) {
    return nodes.stream().map(node -> node.path(name).asText());
  }

  private static ExpandedEntry only(List<ExpandedEntry> all, Predicate<JsonNode> wanted) {
    List<ExpandedEntry> found = all.stream().filter(one -> wanted.test(one.entry())).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  void anObjectBecomesAWriterForItselfAndForEachObjectBelowIt() throws Exception {
    List<ExpandedEntry> all =
        expand(node(LINE, ", \"DataSetFieldId\": \"line\", \"OpcSamplingInterval\": 250"), "{}");

    assertThat(all).allMatch(ExpandedEntry::isGood);
    ExpandedEntry line = only(all, entry -> entry.path("DataSetWriterId").asText().equals("line/"));
    assertThat(line.entry().path("DataSetRootNodeId").asText()).isEqualTo(LINE);
    assertThat(line.entry().path("DataSetName").asText()).isEqualTo("Default");
    assertThat(line.entry().path("DataSetPublishingInterval").asInt()).isEqualTo(500);
    assertThat(texts(nodes(line), "DisplayName")).contains("Energy", "Batch", "HeatMap");
    ExpandedEntry filler =
        only(all, entry -> entry.path("DataSetRootNodeId").asText().equals(LINE + "/Filler"));
    assertThat(filler.entry().path("DataSetWriterId").asText()).matches("line/\\d+:Filler");
    assertThat(texts(nodes(filler), "Id")).contains(LINE + "/Filler/Pieces");
    assertThat(nodes(filler)).allMatch(node -> node.path("OpcSamplingInterval").asInt() == 250);
    assertThat(texts(nodes(filler), "DataSetFieldId"))
        .anyMatch(id -> id.matches("line/\\d+:Filler/\\d+:Speed/EURange"))
        .doesNotHaveDuplicates();
  }

  @Test
  void variablesThatAnObjectOnlyOrganizesAreNotAmongItsOwn() throws Exception {
    plant.addedVariables().addFolder("Line1", "Favourites", "Line1/Filler/Pieces");

    assertThat(expand(node(LINE + "/Favourites", ""), "{}")).isEmpty();
    plant.addedVariables().remove("Line1/Favourites");
  }

  @Test
  void aSingleWriterHasTheVariablesOfAllObjects() throws Exception {
    List<ExpandedEntry> all =
        expand(
            node(LINE, ""), "{\"createSingleWriter\": true, \"useBrowseNameAsDisplayName\": true}");

    assertThat(all).hasSize(1);
    List<JsonNode> nodes = nodes(all.get(0));
    assertThat(texts(nodes, "Id"))
        .contains(
            LINE + "/Filler/Pieces", LINE + "/Capper/Pieces", "nsu=urn:bactrian:plant;i=1001");
    assertThat(texts(nodes, "DisplayName")).contains("Energy", "Pieces", "Speed.EURange");
    assertThat(texts(nodes, "DataSetFieldId")).doesNotHaveDuplicates();
    assertThat(all.get(0).entry().has("DataSetWriterId")).isFalse();
  }

  @Test
  void levelsAndDepthBoundWhatIsFound() throws Exception {
    List<ExpandedEntry> all =
        expand(node(LINE + "/Filler", ""), "{\"maxDepth\": 0, \"maxLevelsToExpand\": 1}");

    assertThat(all).hasSize(1);
    assertThat(texts(nodes(all.get(0)), "DisplayName")).contains("Speed").doesNotContain("EURange");
  }

  @Test
  void anObjectThatIsLeftOutItselfStillGivesThoseBelowIt() throws Exception {
    List<ExpandedEntry> all = expand(node(LINE, ""), "{\"excludeRootIfInstanceNode\": true}");

    assertThat(all.stream().map(one -> one.entry().path("DataSetRootNodeId").asText()))
        .contains(LINE + "/Filler", LINE + "/Capper")
        .doesNotContain(LINE);
  }

  @Test
  void aTypeBecomesItsInstances() throws Exception {
    List<ExpandedEntry> alarms = expand(node(ALARM_TYPE, ""), "{}");

    assertThat(
            alarms.stream()
                .map(one -> one.entry().path("DataSetRootNodeId").asText())
                .filter(id -> id.endsWith("/TemperatureAlarm")))
        .containsExactlyInAnyOrder(
            LINE + "/Filler/TemperatureAlarm",
            LINE + "/Capper/TemperatureAlarm",
            "nsu=urn:bactrian:plant;s=Line2/Packer/TemperatureAlarm",
            "nsu=urn:bactrian:plant;s=Line2/Palletizer/TemperatureAlarm");

    List<ExpandedEntry> speeds = expand(node(ANALOG_ITEM_TYPE, ""), "{}");

    assertThat(speeds).hasSize(1);
    assertThat(speeds.get(0).entry().path("DataSetWriterId").asText())
        .isEqualTo("i=2368/AnalogItemType");
    assertThat(texts(nodes(speeds.get(0)), "Id"))
        .contains(LINE + "/Filler/Speed", "nsu=urn:bactrian:plant;s=Line2/Packer/Vibration")
        .doesNotContain(LINE + "/Filler/Pieces");
  }

  @Test
  void aVariableStaysInItsEntry() throws Exception {
    List<ExpandedEntry> all =
        expand(node(LINE + "/Filler/Speed", ""), "{\"maxLevelsToExpand\": 1}");

    assertThat(all).hasSize(1);
    assertThat(texts(nodes(all.get(0)), "DisplayName")).contains("EURange");
    assertThat(texts(nodes(all.get(0)), "Id").filter(id -> id.endsWith("/Speed"))).hasSize(1);
  }

  @Test
  void aPathOfNamesLeadsToTheObject() throws Exception {
    List<ExpandedEntry> all =
        expand(
            node(LINE, ", \"BrowsePath\": [\"urn:bactrian:plant#Filler\"]"),
            "{\"createSingleWriter\": true}");

    assertThat(texts(nodes(all.get(0)), "Id")).contains(LINE + "/Filler/Pieces");
    assertThat(nodes(all.get(0))).noneMatch(node -> node.has("BrowsePath"));
  }

  @Test
  void methodsComeWithTheirArguments() throws Exception {
    List<ExpandedEntry> all =
        expand(node(LINE + "/Filler", ""), "{\"includeMethods\": true, \"maxDepth\": 0}");

    JsonNode start =
        nodes(all.get(0)).stream()
            .filter(node -> node.path("DisplayName").asText().equals("StartJob"))
            .findFirst()
            .orElseThrow();
    assertThat(start.at("/MethodMetadata/ObjectId").asText()).isEqualTo(LINE + "/Filler");
    assertThat(start.at("/MethodMetadata/InputArguments/1/Name").asText()).isEqualTo("Quantity");
    assertThat(texts(nodes(all.get(0)), "DisplayName")).doesNotContain("InputArguments");
  }

  @Test
  void whatCannotBeExpandedIsToldBesideTheRest() throws Exception {
    String nodes =
        String.join(",", node("s=bad", ""), node("i=11492", ""), node(LINE + "/Filler/Pieces", ""));

    List<ExpandedEntry> all = expand(nodes, "{}");

    assertThat(all).hasSize(3);
    assertThat(all.get(0).isGood()).isTrue();
    assertThat(all.get(1).fault().status().toString()).contains("Bad_NodeIdUnknown");
    assertThat(texts(nodes(all.get(1)), "Id")).containsExactly("s=bad");
    assertThat(all.get(2).fault().errorMessage()).isEqualTo("Node class Method not supported.");
    assertThat(expand(nodes, "{\"discardErrors\": true}")).hasSize(1);
  }

  @Test
  void writersOfOneNameAreNumbered() throws Exception {
    String filler =
        expand(node(LINE, ", \"DataSetFieldId\": \"line\""), "{}").stream()
            .map(one -> one.entry().path("DataSetWriterId").asText())
            .filter(id -> id.endsWith(":Filler"))
            .findFirst()
            .orElseThrow();

    List<String> writers =
        expand(
                node(LINE, ", \"DataSetFieldId\": \"line\"")
                    + ","
                    + node(LINE + "/Filler", ", \"DataSetFieldId\": \"" + filler + "\""),
                "{}")
            .stream()
            .map(one -> one.entry().path("DataSetWriterId").asText())
            .toList();

    assertThat(writers)
        .doesNotHaveDuplicates()
        .anyMatch(id -> id.startsWith(filler + "/") && id.endsWith("_1"));
  }

  @Test
  void anEntryGivesNoMoreThanTheLimit() throws Exception {
    WriterExpander small = new WriterExpander(services, namespaces, new ExpansionLimits(200, 64));
    String many =
        IntStream.range(0, 40)
            .mapToObj(i -> node(LINE + "/Filler", ", \"DataSetFieldId\": \"" + i + "\""))
            .collect(Collectors.joining(","));

    List<ExpandedEntry> all =
        small.expand(ExpandableEntry.of(entry(many)), ExpansionRequest.DEFAULT);

    assertThat(all).first().matches(ExpandedEntry::isGood);
    assertThat(all.stream().filter(one -> !one.isGood()))
        .isNotEmpty()
        .allMatch(
            one -> one.fault().errorMessage().startsWith("The nodes before gave more than 200"));
  }

  @Test
  void anEntryThatCannotBeOneIsRefusedWithItsPlace() {
    assertThatThrownBy(() -> ExpandableEntry.of(entry(node("i=85", "") + "," + node("i=85", ""))))
        .isInstanceOf(OperationException.class)
        .hasMessageStartingWith("/entry/OpcNodes/1/DataSetFieldId: ");
    assertThatThrownBy(() -> ExpandableEntry.of(entry("{\"DisplayName\": \"x\"}")))
        .hasMessageStartingWith("/entry/OpcNodes/0/Id: ");
    assertThatThrownBy(
            () -> ExpandableEntry.of(entry(node("i=85", ", \"OpcPublishingInterval\": 100"))))
        .hasMessageStartingWith("/entry/OpcNodes/0/OpcPublishingInterval: ");
    assertThatThrownBy(() -> ExpandableEntry.of(JSON.readTree("{\"EndpointUrl\": \"x\"}")))
        .hasMessageStartingWith("/entry/OpcNodes: ");
  }
}
