package org.bactrian.edge.publisher.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublishedNodesWarningsTest {

  @Test
  void aWrongValueThatHasNoEffectStopsNothing() {
    PublishedNodes nodes =
        Nodes.strict(
            "["
                + Nodes.entry("\"RepublishAfterTransfer\": \"Sometimes\"", "{\"Id\": \"ns=2;s=a\"}")
                + "]");

    assertThat(nodes.faults())
        .hasSize(1)
        .allSatisfy(
            fault -> {
              assertThat(fault.severity()).isEqualTo(PublishedNodesFault.Severity.WARNING);
              assertThat(fault.message()).endsWith("It has no effect.");
            });
    assertThat(nodes.nodeCount()).isEqualTo(1);
  }

  @Test
  void aWrongNumberStopsNothingWhereATimespanWins() {
    PublishedNodes nodes =
        Nodes.strict(
            "["
                + Nodes.entry(
                    "\"DataSetPublishingInterval\": \"soon\","
                        + " \"DataSetPublishingIntervalTimespan\": \"00:00:02\"",
                    "{\"Id\": \"ns=2;s=a\"}")
                + "]");

    assertThat(nodes.faults()).noneMatch(PublishedNodesFault::isError);
    assertThat(Nodes.onlyWriter(nodes).subscription().publishingInterval()).hasSeconds(2);
  }

  @Test
  void anUnknownPropertyIsIgnoredAndTheOneThatWasMeantIsNamed() {
    PublishedNodes nodes =
        Nodes.strict(
            """
            [{"EndpointUrl": "opc.tcp://plc1:4840",
              "DataSetWriterid ": "a",
              "OpcSamplingInterval": 5,
              "Colour": "red",
              "OpcNodes": [{"Id": "ns=2;s=a",
                "DisplyName": "b"}]}]
            """);

    assertThat(Nodes.faults(nodes))
        .containsExactly(
            "published_nodes.json:2: \"DataSetWriterid \" is not a property of an entry. Did you"
                + " mean DataSetWriterId? It is ignored.",
            "published_nodes.json:3: \"OpcSamplingInterval\" is not a property of an entry. It is"
                + " one of a node: move it there. It is ignored.",
            "published_nodes.json:4: \"Colour\" is not a property of an entry. It is ignored.",
            "published_nodes.json:6: \"DisplyName\" is not a property of a node. Did you mean"
                + " DisplayName? It is ignored.");
    assertThat(nodes.faults()).noneMatch(PublishedNodesFault::isError);
    assertThat(nodes.nodeCount()).isEqualTo(1);
  }

  @Test
  void whatIsThereTwiceIsPublishedOnceAndNamed() {
    PublishedNodes nodes =
        Nodes.strict(
            """
            [{"EndpointUrl": "opc.tcp://plc1:4840",
              "DataSetWriterId": "a",
              "DataSetWriterId": "b",
              "OpcNodes": [
                {"Id": "ns=2;s=a"},
                {"Id": "ns=2;s=a", "OpcSamplingInterval": 1000},
                {"Id": "ns=2;s=a", "OpcSamplingInterval": 500}
              ]}]
            """);

    assertThat(Nodes.faults(nodes))
        .containsExactly(
            "published_nodes.json:3: DataSetWriterId is there twice, first on line 2. The last one"
                + " counts; delete the other.",
            "published_nodes.json:6: Node \"ns=2;s=a\" is there twice, first on line 5, with the"
                + " same settings. Delete one; it is published once.",
            "published_nodes.json:7: \"ns=2;s=a\" is the name of two fields, first on line 5. Give"
                + " this one a DisplayName of its own; it is published as \"ns=2;s=a1\".");
    assertThat(Nodes.onlyWriter(nodes).name()).isEqualTo("b");
    assertThat(Nodes.fields(nodes)).extracting("name").containsExactly("ns=2;s=a", "ns=2;s=a1");
  }

  @Test
  void warningsSayWhereTheyAreAndWhatIsThere() {
    PublishedNodes nodes =
        Nodes.strict(
            """
            [{"EndpointUrl": "opc.tcp://plc1:4840",
              "OpcNodes": [
                {"Id": "ns=2;s=a", "DeadbandValue": 2},
                {"Id": "ns=2;s=b", "EventFilter": {}, "OpcSamplingInterval": 50,
                 "HeartbeatIntervalTimespan": "00:00:05", "Nonsense": 1}
              ]}]
            """);

    assertThat(nodes.faults())
        .extracting(PublishedNodesFault::toString)
        .satisfiesExactlyInAnyOrder(
            deadband ->
                assertThat(deadband)
                    .startsWith(
                        "published_nodes.json:3: /0/OpcNodes/0/DeadbandValue: DeadbandValue 2.0"
                            + " has no effect"),
            heartbeat ->
                assertThat(heartbeat)
                    .contains(
                        ":5: /0/OpcNodes/1/HeartbeatIntervalTimespan: HeartbeatIntervalTimespan"
                            + " \"00:00:05\" concerns values"),
            nonsense -> assertThat(nonsense).contains(":5: /0/OpcNodes/1/Nonsense: \"Nonsense\""));
  }

  @Test
  void anEntryWithoutNodesSaysSo() {
    PublishedNodes nodes = Nodes.strict("[" + Nodes.entry("", "") + "]");

    assertThat(Nodes.faults(nodes))
        .containsExactly(
            "published_nodes.json:1: The entry has no nodes. Add some to OpcNodes. It publishes"
                + " nothing.");
    assertThat(nodes.groups()).isEmpty();
  }
}
