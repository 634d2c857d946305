package org.bactrian.edge.publisher.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.DeliveryGuarantee;
import org.bactrian.edge.publisher.group.MessageDelivery;
import org.bactrian.edge.publisher.group.MetaDataVersion;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.opcua.subscription.SubscriptionSettings;
import org.bactrian.patience.Exercises;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Exercises(
    attributes = {"OpcNodes.OpcPublishingInterval", "OpcNodes.OpcPublishingIntervalTimespan"})
class PublishedNodesGroupingTest {

  private static final PublishingDefaults THREE_NODES_A_WRITER =
      Nodes.STRICT.withWriter(
          new PublishingDefaults.Writer(SubscriptionSettings.DEFAULT, 3, 0, false, false));

  @Test
  void nodesWithAnIntervalOfTheirOwnAreAWriterOfTheirOwn() {
    PublishedNodes nodes =
        Nodes.strict(
            "["
                + Nodes.entry(
                    "'DataSetWriterId': 'W', 'DataSetPublishingInterval': 500",
                    "{'Id': 'i=1'}, {'Id': 'i=2', 'OpcPublishingInterval': 2000}, {'Id': 'i=3'},"
                        + " {'Id': 'i=4', 'OpcPublishingIntervalTimespan': '00:00:00.5'}")
                + "]");

    assertThat(Nodes.names(nodes)).containsExactly("W", "W1");
    assertThat(Nodes.writers(nodes)).extracting(DataSetWriter::number).containsExactly(0, 1);
    assertThat(Nodes.writers(nodes).get(0).fields())
        .extracting(PublishedField::name)
        .containsExactly("i=1", "i=3", "i=4");
    assertThat(Nodes.writers(nodes).get(1).subscription().publishingInterval()).hasSeconds(2);
  }

  @Test
  void entriesOfTheSameWriterAreOneWriterAndOthersOfItsNameGetANumber() {
    PublishedNodes nodes =
        Nodes.strict(
            "["
                + Nodes.entry("'DataSetWriterId': 'W'", "{'Id': 'i=1'}")
                + ","
                + Nodes.entry("'DataSetWriterId': 'W', 'Priority': 1", "{'Id': 'i=2'}")
                + ","
                + Nodes.entry("'DataSetWriterId': 'W1'", "{'Id': 'i=3'}")
                + ","
                + Nodes.entry("'DataSetWriterId': 'W'", "{'Id': 'i=4'}, {'Id': 'i=1'}")
                + "]");

    assertThat(Nodes.names(nodes)).containsExactly("W", "W2", "W1");
    assertThat(Nodes.writers(nodes).get(0).fields())
        .extracting(PublishedField::name)
        .containsExactly("i=1", "i=4");
    assertThat(Nodes.faults(nodes))
        .containsExactly(
            "published_nodes.json:1: DataSetWriterId \"W\" is that of two writers of the group"
                + " without a name, first on line 1, which differ in Priority. Give this one an id"
                + " of its own; it is published as \"W2\".",
            "published_nodes.json:1: Node \"i=1\" is there twice, first on line 1, with the same"
                + " settings. Delete one; it is published once.");
  }

  @Test
  void writersOfSeveralGroupsThatLookAlikeAreNamedBoth() {
    PublishedNodes nodes =
        Nodes.strict(
            """
            [{"EndpointUrl": "opc.tcp://plc1:4840", "DataSetWriterGroup": "Hall 3",
              "DataSetWriterId": "Filler", "OpcNodes": [{"Id": "i=1"}]},
             {"EndpointUrl": "opc.tcp://plc1:4840", "DataSetWriterGroup": "Hall 3",
              "BatchSize": 7,
              "DataSetWriterId": "Filler", "OpcNodes": [{"Id": "i=2"}]},
             {"EndpointUrl": "opc.tcp://plc2:4840", "DataSetWriterGroup": "Hall 4",
              "DataSetWriterId": "Filler", "OpcNodes": [{"Id": "i=2"}]},
             {"EndpointUrl": "opc.tcp://plc3:4840", "DataSetWriterGroup": "Hall 4",
              "DataSetPublishingInterval": 20,
              "DataSetWriterId": "Filler", "OpcNodes": [{"Id": "i=2"}]}]
            """);

    assertThat(Nodes.names(nodes)).containsExactly("Filler", "Filler", "Filler", "Filler1");
    assertThat(Nodes.faults(nodes))
        .containsExactly(
            "published_nodes.json:5: DataSetWriterId \"Filler\" of group Hall 3 is there twice,"
                + " first on line 2, since two groups of that name differ in BatchSize. Receivers"
                + " cannot tell their messages apart: give this one an id of its own, or make the"
                + " groups alike. Both are published.",
            "published_nodes.json:10: DataSetWriterId \"Filler\" is that of two writers of group"
                + " Hall 4, first on line 7, which differ in the server, its security or the user,"
                + " the publishing interval. Give this one an id of its own; it is published as"
                + " \"Filler1\".");
  }

  @Test
  void aWriterWithTooManyNodesIsSeveralWriters() {
    PublishedNodes nodes =
        PublishedNodes.parse(Nodes.FILE, "[" + Nodes.writer("W", 7) + "]", THREE_NODES_A_WRITER);

    assertThat(Nodes.names(nodes)).containsExactly("W", "W1", "W2");
    assertThat(Nodes.writers(nodes))
        .extracting(writer -> writer.fields().size())
        .containsExactly(3, 3, 1);
    assertThat(Nodes.names(Nodes.strict("[" + Nodes.writer("W", 1001) + "]")))
        .containsExactly("W", "W1");
  }

  @Test
  void aWriterThatOutgrowsItsLimitRenamesAndRenumbersNoOther() {
    String others = "," + Nodes.writer("X", 2) + "," + Nodes.writer("Y", 4) + "]";

    PublishedNodes before =
        PublishedNodes.parse(Nodes.FILE, "[" + Nodes.writer("W", 3) + others, THREE_NODES_A_WRITER);
    PublishedNodes after =
        PublishedNodes.parse(Nodes.FILE, "[" + Nodes.writer("W", 4) + others, THREE_NODES_A_WRITER);

    assertThat(Nodes.names(before)).containsExactly("W", "X", "Y", "Y1");
    assertThat(Nodes.names(after)).containsExactly("W", "X", "Y", "W1", "Y1");
    assertThat(Nodes.writers(after).subList(0, 3)).isEqualTo(Nodes.writers(before).subList(0, 3));
  }

  @Test
  void groupsAreToldApartByWhatMakesThemDifferent() {
    PublishedNodes nodes =
        Nodes.strict(
            "["
                + Nodes.entry("'DataSetWriterGroup': 'G', 'DataSetWriterId': 'a'", "{'Id': 'i=1'}")
                + ","
                + Nodes.entry(
                    "'DataSetWriterGroup': 'G', 'DataSetWriterId': 'b', 'BatchSize': 5",
                    "{'Id': 'i=1'}")
                + ","
                + Nodes.entry("'DataSetWriterGroup': 'G', 'DataSetWriterId': 'c'", "{'Id': 'i=1'}")
                + "]");

    assertThat(nodes.groups())
        .extracting(group -> group.writers().stream().map(DataSetWriter::name).toList())
        .containsExactly(List.of("a", "c"), List.of("b"));
    assertThat(nodes.groups()).extracting(WriterGroup::id).doesNotHaveDuplicates();
  }

  @Test
  void aWriterWithATopicOfItsOwnLeavesByItselfAndKeepsItsNumber() {
    PublishedNodes nodes =
        Nodes.strict(
            "["
                + Nodes.entry("'DataSetWriterId': 'a'", "{'Id': 'i=1'}")
                + ","
                + Nodes.entry("'DataSetWriterId': 'b', 'QueueName': 'own'", "{'Id': 'i=1'}")
                + ","
                + Nodes.entry("'DataSetWriterId': 'c'", "{'Id': 'i=1'}")
                + "]");

    assertThat(nodes.groups()).extracting(WriterGroup::topic).containsExactly("", "own");
    assertThat(nodes.groups()).extracting(WriterGroup::id).doesNotHaveDuplicates();
    assertThat(nodes.groups().get(1).writers())
        .singleElement()
        .extracting(DataSetWriter::number)
        .isEqualTo(1);
    assertThat(nodes.groups().get(0).writers())
        .extracting(DataSetWriter::number)
        .containsExactly(0, 2);
  }

  @Test
  @Exercises(attributes = {"OpcNodes.Topic", "OpcNodes.QualityOfService"})
  void nodesWithATopicOrAGuaranteeOfTheirOwnAreWritersOfTheirOwn() {
    PublishedNodes nodes =
        Nodes.strict(
            "["
                + Nodes.entry(
                    "'DataSetWriterId': 'a', 'DataSetWriterGroup': 'Line/1'",
                    "{'Id': 'i=1'}, {'Id': 'i=2', 'Topic': '{RootTopic}/{WriterGroup}/level'},"
                        + "{'Id': 'i=3', 'QualityOfService': 'AtMostOnce'}, {'Id': 'i=4'}")
                + "]");

    assertThat(nodes.groups())
        .extracting(WriterGroup::delivery)
        .containsExactly(
            MessageDelivery.to(""),
            MessageDelivery.to("plant-edge/Line\\x2f1/level"),
            new MessageDelivery("", DeliveryGuarantee.AT_MOST_ONCE, false, Duration.ZERO));
    assertThat(nodes.groups())
        .extracting(group -> group.writers().get(0).fields().size())
        .containsExactly(2, 1, 1);
    assertThat(nodes.groups()).extracting(WriterGroup::id).doesNotHaveDuplicates();
  }

  @Test
  @Exercises(attributes = {"WriterGroupPartitions"})
  void theWritersOfAGroupMayLeaveInStreamsSideBySide() {
    String entries =
        Stream.of("a", "b", "c", "d", "e")
            .map(
                name ->
                    Nodes.entry(
                        "'WriterGroupPartitions': 2, 'DataSetWriterId': '" + name + "'",
                        "{'Id': 'i=1'}"))
            .collect(Collectors.joining(",", "[", "]"));

    PublishedNodes nodes = Nodes.strict(entries);

    assertThat(nodes.groups())
        .extracting(group -> group.writers().stream().map(DataSetWriter::name).toList())
        .containsExactly(List.of("a", "c", "e"), List.of("b", "d"));
    assertThat(nodes.groups()).extracting(WriterGroup::id).doesNotHaveDuplicates();
  }

  /** The rows of topics that follow from templates, of one that names the field among them. */
  static Stream<Arguments> topics() {
    return Stream.of(
        Arguments.of(
            "'DataSetWriterGroup': 'Line 1/A+B'",
            "{RootTopic}/messages/{WriterGroup}",
            "plant-edge/messages/Line 1\\x2fA\\x2bB"),
        Arguments.of(
            "'DataSetName': 'Site.Hall..Press #1'",
            "{RootTopic}/{DataSetTopicPath}",
            "plant-edge/Site/Hall/Press \\x231"),
        Arguments.of(
            "'DataSetWriterGroup': 'G'", "a/{WriterGroup}/{WriterGroup}", "a/G/WriterGroup"),
        Arguments.of("", "{RootTopic}/{SiteId}", "plant-edge/<<UnknownSite>>"),
        Arguments.of(
            "", "{Encoding}/{DataSetClassId}", "Json/00000000-0000-0000-0000-000000000000"),
        Arguments.of("'DataSetWriterId': 'a'", "{DataSetName}/{DataSetFieldId}", "a/b"));
  }

  @ParameterizedTest
  @MethodSource("topics")
  @Exercises(attributes = {"QueueName", "WriterGroupQueueName"})
  void aTopicMayHaveEveryVariable(String attributes, String template, String topic) {
    PublishedNodes nodes =
        Nodes.strict(
            "["
                + Nodes.entry(
                    "'QueueName': '"
                        + template
                        + "'"
                        + (attributes.isEmpty() ? "" : ", " + attributes),
                    "{'Id': 'i=1', 'DataSetFieldId': 'b'}")
                + "]");

    assertThat(nodes.groups()).extracting(WriterGroup::topic).containsExactly(topic);
  }

  @Test
  @Exercises(attributes = {"WriterGroupType", "WriterGroupRootNodeId", "DataSetRootNodeId"})
  void groupsAndWritersOfOtherObjectsAreOthers() {
    PublishedNodes nodes =
        Nodes.strict(
            Stream.of(
                    "'WriterGroupType': 'i=1'",
                    "'WriterGroupRootNodeId': 'i=1'",
                    "'DataSetRootNodeId': 'i=1'",
                    "'DataSetRootNodeId': 'i=2'")
                .map(attribute -> Nodes.entry(attribute, "{'Id': 'i=1'}"))
                .collect(Collectors.joining(",", "[", "]")));

    assertThat(nodes.groups()).extracting(group -> group.writers().size()).containsExactly(1, 1, 2);
  }

  /** Hashes computed with sha1sum over the texts that OPC Publisher concatenates. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                                     | da39a3ee5e6b4b0d3255bfef95601890afd80709
          'DataSetWriterGroup': 'Asset0'                         | e8ecd7026f481b6ee2c577ab66525a5b8b5a5ad5
          'DataSetWriterGroup': 'G', 'PublisherId': 'p', 'WriterGroupTransport': 'mqtt', 'MessageEncoding': 'json', 'MessagingMode': 'pubsub', 'BatchSize': 5, 'BatchTriggerInterval': 1500, 'WriterGroupMessageTtlTimepan': '00:01:00', 'WriterGroupMessageRetention': true | a66dea799a7ade20641aba3892b5cb2b05991fd5
          """)
  void theIdOfAGroupIsThatOfOpcPublisher(String attributes, String id) {
    PublishedNodes nodes = Nodes.strict("[" + Nodes.entry(attributes, "{'Id': 'i=1'}") + "]");

    assertThat(nodes.groups()).singleElement().extracting(WriterGroup::id).isEqualTo(id);
  }

  @Test
  void namesOfFieldsAreUniqueInDataSetsAndAsWrittenInSamples() {
    String text =
        "["
            + Nodes.entry(
                "",
                "{'Id': 'i=1', 'DisplayName': 'n'}, {'Id': 'i=2', 'DisplayName': 'n'},"
                    + " {'Id': 'i=3', 'DisplayName': 'n1'}, {'Id': 'i=4', 'DisplayName': 'n'}")
            + "]";

    assertThat(Nodes.fields(Nodes.strict(text)))
        .extracting(PublishedField::name)
        .containsExactly("n", "n2", "n1", "n3");
    assertThat(Nodes.strict(text).faults()).hasSize(2).noneMatch(PublishedNodesFault::isError);
    assertThat(Nodes.fields(Nodes.compatible(text)))
        .extracting(PublishedField::name)
        .containsExactly("n", "n", "n1", "n");
    assertThat(Nodes.compatible(text).faults()).isEmpty();
  }

  @Test
  void theVersionOfADataSetFollowsItsShapeInStrictForm() {
    MetaDataVersion two = version(Nodes.strict("[" + Nodes.writer("W", 2) + "]"));
    MetaDataVersion again = version(Nodes.strict("[ " + Nodes.writer("W", 2) + "]"));
    MetaDataVersion three = version(Nodes.strict("[" + Nodes.writer("W", 3) + "]"));

    assertThat(two).isEqualTo(again).isNotEqualTo(three);
    assertThat(two.major()).isEqualTo(1);
    assertThat(two.minor()).isBetween(0L, 4_294_967_295L);
    assertThat(version(Nodes.compatible("[" + Nodes.writer("W", 2) + "]")))
        .isEqualTo(new MetaDataVersion(1, 0));
  }

  private static MetaDataVersion version(PublishedNodes nodes) {
    return Nodes.onlyWriter(nodes).metaDataVersion();
  }

  @Test
  void equalContentGivesEqualGroupsWhateverItsLayout() {
    String entry = "[" + Nodes.writer("W", 3) + "," + Nodes.writer("X", 3) + "]";

    assertThat(Nodes.strict(entry).groups())
        .isEqualTo(Nodes.strict("// moved\n" + entry.replace(",", " ,\n ")).groups());
  }

  @Test
  void anEditChangesOnlyTheWriterAndTheItemsThatItTouches() {
    String other = "," + Nodes.writer("X", 3) + "]";
    PublishedNodes before = Nodes.strict("[" + Nodes.writer("W", 3) + other);

    PublishedNodes after =
        Nodes.strict(
            "["
                + Nodes.entry(
                    "'DataSetWriterId': 'W'",
                    "{'Id': 'ns=2;s=new'}, {'Id': 'ns=2;s=W0', 'DisplayName': 'renamed'},"
                        + "{'Id': 'ns=2;s=W1', 'QueueSize': 9}, {'Id': 'ns=2;s=W2'}")
                + other);

    assertThat(after.groups().get(0).id()).isEqualTo(before.groups().get(0).id());
    assertThat(Nodes.writers(after).get(1)).isEqualTo(Nodes.writers(before).get(1));
    Map<String, Object> was = itemsByKey(Nodes.writers(before).get(0));
    Map<String, Object> is = itemsByKey(Nodes.writers(after).get(0));
    assertThat(is.get("ns=2;s=W0")).isEqualTo(was.get("ns=2;s=W0"));
    assertThat(is.get("ns=2;s=W1")).isNotEqualTo(was.get("ns=2;s=W1"));
    assertThat(is.get("ns=2;s=W2")).isEqualTo(was.get("ns=2;s=W2"));
    assertThat(is).containsKey("ns=2;s=new").hasSize(4);
  }

  @Test
  void theSameNodeMayBePublishedInSeveralWaysByOneWriter() {
    PublishedNodes nodes =
        Nodes.strict(
            "["
                + Nodes.entry(
                    "",
                    "{'Id': 'i=1', 'DisplayName': 'a'}, {'Id': 'i=1', 'DisplayName': 'b'},"
                        + " {'Id': 'i=1', 'DisplayName': 'c', 'AttributeId': 'DisplayName'},"
                        + " {'Id': 'i=1', 'DisplayName': 'd', 'IndexRange': '2'}")
                + "]");

    assertThat(nodes.faults()).isEmpty();
    assertThat(itemsByKey(Nodes.onlyWriter(nodes)))
        .containsOnlyKeys("i=1", "i=1#1", "i=1/DisplayName", "i=1[2]");
  }

  private static Map<String, Object> itemsByKey(DataSetWriter writer) {
    Map<String, Object> items = new HashMap<>();
    writer.fields().forEach(field -> items.put(field.item().key(), field.item()));
    return items;
  }
}
