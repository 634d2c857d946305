package org.bactrian.edge.publisher.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bactrian.edge.publisher.group.ConditionSnapshots;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.opcua.event.EventFilterDefinition;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.bactrian.opcua.subscription.MonitoringFilter;
import org.bactrian.opcua.subscription.MonitoringFilter.ConditionUse;
import org.bactrian.patience.Exercises;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Exercises(attributes = {"OpcNodes.EventFilter", "OpcNodes.ConditionHandling"})
class PublishedNodesEventsTest {

  private static JsonNode golden() throws IOException {
    try (InputStream in =
        PublishedNodesEventsTest.class.getResourceAsStream("/golden/alarms.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  private static String eventNode(String more) {
    return "{\"Id\": \"i=2253\", \"EventFilter\": {\"TypeDefinitionId\": \"i=2782\"}" + more + "}";
  }

  private static MonitoringFilter.Events events(PublishedField field) {
    return (MonitoringFilter.Events) field.item().filter();
  }

  static Stream<JsonNode> kinds() throws IOException {
    return StreamSupport.stream(golden().at("/item/kind").spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void conditionHandlingMakesTheItemThatItMakesInOpcPublisher(JsonNode row) {
    PublishedNodes nodes =
        Nodes.strict(
            "["
                + Nodes.entry(
                    "", eventNode(", \"ConditionHandling\": " + row.get("conditionHandling")))
                + "]");

    PublishedField field = Nodes.onlyField(nodes);
    boolean condition = row.get("is").asText().startsWith("condition item");
    assertThat(field.publishesEvents()).isTrue();
    assertThat(field.snapshots().areSent()).isEqualTo(condition);
    assertThat(events(field).conditions())
        .isEqualTo(condition ? ConditionUse.FOLLOWED : ConditionUse.CHANGES_ONLY);
    JsonNode handling = row.get("conditionHandling");
    if (condition) {
      int snapshot = handling.get("snapshotInterval").asInt();
      assertThat(field.snapshots())
          .isEqualTo(
              new ConditionSnapshots(
                  Duration.ofSeconds(handling.path("updateInterval").asInt(snapshot)),
                  Duration.ofSeconds(snapshot)));
    }
    assertThat(Nodes.faults(nodes))
        .hasSize(!condition && handling.has("updateInterval") ? 1 : 0)
        .allMatch(fault -> fault.contains("Add \"SnapshotInterval\": 60"));
  }

  @Test
  void anEventItemIsMonitoredAsOpcPublisherDoes() {
    PublishedField field =
        Nodes.onlyField(Nodes.strict("[" + Nodes.entry("", eventNode("")) + "]"));

    MonitoredItem item = field.item();
    assertThat(field.name()).isEmpty();
    assertThat(item.attribute()).isEqualTo(AttributeId.EventNotifier);
    assertThat(item.samplingInterval()).isZero();
    assertThat(item.queueSize()).as("a burst of conditions").isEqualTo(1_000);
    assertThat(item.discardOldest()).isTrue();
    assertThat(events(field).filter())
        .isEqualTo(EventFilterDefinition.ofType(NodeIds.ConditionType.expanded()));
  }

  @Test
  void aNodeSaysHowManyEventsItsServerKeepsAndWhichItDrops() {
    PublishedField field =
        Nodes.onlyField(
            Nodes.strict(
                "["
                    + Nodes.entry("", eventNode(", \"QueueSize\": 10, \"DiscardNew\": true"))
                    + "]"));

    assertThat(field.item().queueSize()).isEqualTo(10);
    assertThat(field.item().discardOldest()).isFalse();
  }

  @Test
  void conditionsAreRefreshedAtTheStartWhereTheNodeAsksForIt() {
    PublishedField field =
        Nodes.onlyField(
            Nodes.strict(
                "["
                    + Nodes.entry(
                        "",
                        eventNode(
                            ", \"ConditionHandling\": {\"refreshRetainedConditionsOnStart\":"
                                + " true}"))
                    + "]"));

    assertThat(events(field).conditions()).isEqualTo(ConditionUse.REFRESHED);
    assertThat(field.snapshots()).isEqualTo(ConditionSnapshots.NONE);
  }

  @Test
  void aNodeMayBePublishedTwiceWithAndWithoutConditionHandlingUnderOneName() {
    PublishedNodes nodes =
        Nodes.strict(
            "["
                + Nodes.entry(
                    "",
                    eventNode(", \"DisplayName\": \"Alarms\"")
                        + ","
                        + eventNode(
                            ", \"DisplayName\": \"Alarms\", \"ConditionHandling\":"
                                + " {\"SnapshotInterval\": 5}")
                        + ", {\"Id\": \"ns=2;s=a\", \"DisplayName\": \"Alarms\"}")
                + "]");

    assertThat(nodes.faults()).isEmpty();
    List<PublishedField> fields = Nodes.onlyWriter(nodes).fields();
    assertThat(fields).extracting(PublishedField::name).containsOnly("Alarms");
    assertThat(fields).extracting(field -> field.item().key()).doesNotHaveDuplicates();
  }

  @Test
  void anEditOfAFilterIsAnotherVersionOfTheDataSet() {
    String other = eventNode("").replace("i=2782", "i=2915");

    assertThat(Nodes.onlyWriter(Nodes.strict("[" + Nodes.entry("", other) + "]")).metaDataVersion())
        .isNotEqualTo(
            Nodes.onlyWriter(Nodes.strict("[" + Nodes.entry("", eventNode("")) + "]"))
                .metaDataVersion());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "EventFilter": {"TypeDefinitionId": "ns=x"}  | EventFilter is not usable: TypeDefinitionId is no node id.
          "EventFilter": {"WhereClause": {"Elements": [{"FilterOperator": "Equuls"}]}} | EventFilter is not usable: WhereClause/Elements/0: FilterOperator "Equuls" is not known. Write one of Equals,
          "EventFilter": {}, "ConditionHandling": {"SnapshotInterval": "often"} | SnapshotInterval of ConditionHandling is not a number of seconds. Write for instance 10.
          "EventFilter": {}, "ConditionHandling": {"SnapshotInterval": -1} | SnapshotInterval of ConditionHandling is not a number of seconds.
          "EventFilter": {}, "ConditionHandling": {"RefreshRetainedConditionsOnStart": 7} | RefreshRetainedConditionsOnStart of ConditionHandling is neither true nor false.
          """)
  void aFaultyFilterIsNamedAndTheOtherNodesGoOn(String attributes, String fault) {
    PublishedNodes nodes =
        Nodes.strict(
            "["
                + Nodes.entry(
                    "", "{\"Id\": \"ns=2;s=a\"},\n{\"Id\": \"i=2253\", " + attributes + "}")
                + "]");

    assertThat(Nodes.faults(nodes))
        .singleElement()
        .asString()
        .startsWith("published_nodes.json:2: " + fault)
        .endsWith(" The node is not published. The entry's other node is published.");
    assertThat(Nodes.onlyField(nodes).name()).isEqualTo("ns=2;s=a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "ConditionHandling": {"SnapshotInterval": 5} | ConditionHandling has no effect without EventFilter.
          "EventFilter": {"WhereClouse": {}}           | "WhereClouse" of EventFilter means nothing here. It is ignored.
          "EventFilter": {}, "ConditionHandling": {"Snapshot": 5} | "Snapshot" of ConditionHandling means nothing here.
          "EventFilter": {}, "DeadbandType": "Percent" | DeadbandType "Percent" concerns values and has no effect on events.
          """)
  void whatHasNoEffectIsSaidAndTheNodeIsPublished(String attributes, String warning) {
    PublishedNodes nodes =
        Nodes.strict("[" + Nodes.entry("", "{\"Id\": \"i=2253\", " + attributes + "}") + "]");

    assertThat(Nodes.faults(nodes)).singleElement().asString().contains(warning);
    assertThat(Nodes.fields(nodes)).hasSize(1);
  }
}
