package org.bactrian.edge.publisher.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bactrian.edge.publisher.group.BatchTrigger;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.UserCredential;
import org.bactrian.opcua.subscription.MonitoringFilter;
import org.bactrian.opcua.subscription.MonitoringFilter.DataChange;
import org.bactrian.opcua.subscription.MonitoringFilter.Deadband;
import org.bactrian.opcua.subscription.MonitoringFilter.Trigger;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PublishedNodesAttributesTest {

  private static final String NODE = "{\"Id\": \"ns=2;s=a\"}";

  static Stream<Arguments> ofGroups() {
    return Stream.of(
        group("'DataSetWriterGroup': 'Line1'", WriterGroup::name, "Line1"),
        group("'DataSetWriterGroup': ''", WriterGroup::name, "<<UnknownWriterGroup>>"),
        group("'PublisherId': 'other'", WriterGroup::publisherId, "other"),
        group("", WriterGroup::publisherId, "plant-edge"),
        group("'MessagingMode': 'samples'", group -> group.format().mode().text(), "Samples"),
        group("", group -> group.format().mode().text(), "PubSub"),
        group("'MessageEncoding': 'json'", group -> group.format().encoding().text(), "Json"),
        group("", WriterGroup::trigger, new BatchTrigger(1, Duration.ZERO, 258_048)),
        group(
            "'BatchSize': 20", WriterGroup::trigger, new BatchTrigger(20, Duration.ZERO, 258_048)),
        group(
            "'BatchTriggerInterval': 500",
            WriterGroup::trigger,
            new BatchTrigger(4096, Duration.ofMillis(500), 258_048)),
        group(
            "'BatchTriggerInterval': 500, 'BatchTriggerIntervalTimespan': '00:00:03.5'",
            group -> group.trigger().interval(),
            Duration.ofMillis(3500)),
        group(
            "'BatchSize': 1, 'BatchTriggerInterval': 500",
            WriterGroup::trigger,
            new BatchTrigger(1, Duration.ZERO, 258_048)),
        group("", WriterGroup::transport, "iothub"),
        group("'WriterGroupTransport': 'Mqtt'", WriterGroup::transport, "mqtt5"),
        group("'WriterGroupTransport': 'FileSystem'", WriterGroup::transport, "file"),
        group("'WriterGroupTransport': 'Log'", WriterGroup::transport, "log"),
        group("", WriterGroup::topic, ""),
        group("'WriterGroupQueueName': 'plant/line1'", WriterGroup::topic, "plant/line1"),
        group(
            "'WriterGroupQueueName': 'plant/line1', 'QueueName': 'plant/press'",
            WriterGroup::topic,
            "plant/press"),
        group(
            "'DataSetWriterGroup': 'Line/1', 'DataSetWriterId': 'Press', 'DataSetName': 'a.b',"
                + " 'QueueName': '{RootTopic}/{WriterGroup}/{datasetwriter}/{DataSetTopicPath}'",
            WriterGroup::topic,
            "plant-edge/Line%2F1/Press/a/b"));
  }

  @ParameterizedTest
  @MethodSource("ofGroups")
  void anAttributeOfAGroupIsActedOn(
      String attributes, Function<WriterGroup, Object> part, Object expected) {
    PublishedNodes nodes = Nodes.strict("[" + Nodes.entry(attributes, NODE) + "]");

    assertThat(nodes.faults()).isEmpty();
    assertThat(part.apply(nodes.groups().get(0))).isEqualTo(expected);
  }

  static Stream<Arguments> ofWriters() {
    return Stream.of(
        writer("'DataSetWriterId': 'Press'", DataSetWriter::name, "Press"),
        writer("", DataSetWriter::name, "<<UnknownDataSet>>"),
        writer("", DataSetWriter::endpointUrl, "opc.tcp://plc1:4840"),
        writer("'DataSetName': 'a'", DataSetWriter::dataSetName, "a"),
        writer(
            "'DataSetClassId': '{09087E75-8E5E-499B-954F-F2A9603DB28A}'",
            DataSetWriter::dataSetClassId,
            "09087e75-8e5e-499b-954f-f2a9603db28a"),
        writer(
            "'DataSetClassId': '00000000-0000-0000-0000-000000000000'",
            DataSetWriter::dataSetClassId,
            ""),
        writer("'DataSetPublishingInterval': 20", PublishedNodesAttributesTest::millis, 20L),
        writer(
            "'DataSetPublishingInterval': 20, 'DataSetPublishingIntervalTimespan': '1.00:00:00'",
            PublishedNodesAttributesTest::millis,
            86_400_000L),
        writer("", PublishedNodesAttributesTest::millis, 1000L),
        writer("'DataSetKeyFrameCount': 5", DataSetWriter::keyFrameCount, 5),
        writer("'SendKeepAliveDataSetMessages': true", DataSetWriter::sendKeepAlive, true),
        writer("'MaxKeepAliveCount': 7", writer -> writer.subscription().keepAliveCount(), 7),
        writer("'Priority': 9", writer -> writer.subscription().priority(), 9),
        writer(
            "'DataSetExtensionFields': {'z': 1.50, 'a': 'b', 'o': {'x': [true]}}",
            writer -> new LinkedHashMap<>(writer.extensionFields()).toString(),
            "{z=1.50, a=\"b\", o={\"x\":[true]}}"),
        writer("", PublishedNodesAttributesTest::security, RequiredSecurityMode.NONE),
        writer(
            "'UseSecurity': true",
            PublishedNodesAttributesTest::security,
            RequiredSecurityMode.NOT_NONE),
        writer(
            "'UseSecurity': false",
            PublishedNodesAttributesTest::security,
            RequiredSecurityMode.NONE),
        writer(
            "'UseSecurity': true, 'EndpointSecurityMode': 'Best'",
            PublishedNodesAttributesTest::security,
            RequiredSecurityMode.BEST),
        writer(
            "'EndpointSecurityMode': 'Sign'",
            PublishedNodesAttributesTest::security,
            RequiredSecurityMode.SIGN),
        writer(
            "'UseSecurity': true, 'EndpointSecurityPolicy': 'basic256sha256'",
            writer -> writer.connection().securityPolicyUri(),
            "http://opcfoundation.org/UA/SecurityPolicy#Basic256Sha256"),
        writer(
            "'OpcAuthenticationMode': 'UsernamePassword', 'OpcAuthenticationUsername': 'u',"
                + " 'OpcAuthenticationPassword': 'p'",
            writer -> writer.connection().user(),
            new UserCredential.UserName("u", "p")),
        writer("", writer -> writer.connection().user(), UserCredential.ANONYMOUS));
  }

  @ParameterizedTest
  @MethodSource("ofWriters")
  void anAttributeOfAWriterIsActedOn(
      String attributes, Function<DataSetWriter, Object> part, Object expected) {
    PublishedNodes nodes = Nodes.strict("[" + Nodes.entry(attributes, NODE) + "]");

    assertThat(nodes.faults()).isEmpty();
    assertThat(part.apply(Nodes.onlyWriter(nodes))).isEqualTo(expected);
  }

  static Stream<Arguments> ofNodes() {
    return Stream.of(
        field("", PublishedField::name, "ns=2;s=a"),
        field("'DataSetFieldId': 'b'", PublishedField::name, "b"),
        field("'DataSetFieldId': 'b', 'DisplayName': 'c'", PublishedField::name, "c"),
        field("'DisplayName': 'c'", PublishedField::nodeId, "ns=2;s=a"),
        field("'ExpandedNodeId': 'ns=3;s=b'", PublishedField::nodeId, "ns=2;s=a"),
        field("'OpcSamplingInterval': 0", field -> field.item().samplingInterval(), Duration.ZERO),
        field(
            "'OpcSamplingInterval': 5, 'OpcSamplingIntervalTimespan': '00:00:00.0100000'",
            field -> field.item().samplingInterval(),
            Duration.ofMillis(10)),
        field("", field -> field.item().samplingInterval(), Duration.ofSeconds(1)),
        field("'QueueSize': 10", field -> field.item().queueSize(), 10),
        field("'QueueSize': 0", field -> field.item().queueSize(), 1),
        field("'QueueSize': 4294967295", field -> field.item().queueSize(), Integer.MAX_VALUE),
        field("'DiscardNew': true", field -> field.item().discardOldest(), false),
        field("", field -> field.item().discardOldest(), true),
        field(
            "'AttributeId': 'displayname'",
            field -> field.item().attribute(),
            AttributeId.DisplayName),
        field("'AttributeId': 14", field -> field.item().attribute(), AttributeId.DataType),
        field("'IndexRange': '1:2, 3'", field -> field.item().indexRange(), "1:2,3"),
        field("'SkipFirst': true", PublishedField::skipFirst, true),
        field("'FetchDisplayName': true", PublishedField::fetchDisplayName, true),
        field(
            "'FetchDisplayName': true, 'DisplayName': 'c'",
            PublishedField::fetchDisplayName,
            false),
        field("", field -> field.item().filter(), MonitoringFilter.NONE),
        field(
            "'DataChangeTrigger': 'Status'",
            field -> field.item().filter(),
            new DataChange(Trigger.STATUS, Deadband.NONE, 0)),
        field(
            "'DeadbandType': 'Absolute', 'DeadbandValue': 0.5",
            field -> field.item().filter(),
            new DataChange(Trigger.STATUS_VALUE, Deadband.ABSOLUTE, 0.5)),
        field(
            "'DeadbandType': 'Percent', 'DeadbandValue': 5,"
                + " 'DataChangeTrigger': 'StatusValueTimestamp'",
            field -> field.item().filter(),
            new DataChange(Trigger.STATUS_VALUE_TIMESTAMP, Deadband.PERCENT, 5)));
  }

  @ParameterizedTest
  @MethodSource("ofNodes")
  void anAttributeOfANodeIsActedOn(
      String attributes, Function<PublishedField, Object> part, Object expected) {
    String node = "{'Id': 'ns=2;s=a'" + (attributes.isEmpty() ? "" : ", " + attributes) + "}";

    PublishedNodes nodes = Nodes.strict("[" + Nodes.entry("", node) + "]");

    assertThat(nodes.faults()).isEmpty();
    assertThat(part.apply(Nodes.onlyField(nodes))).isEqualTo(expected);
  }

  @Test
  void aDeadbandOutOfRangeIsTakenIntoItAndOneWithoutKindIsNamed() {
    PublishedNodes nodes =
        Nodes.strict(
            "["
                + Nodes.entry(
                    "",
                    "{'Id': 'i=1', 'DeadbandType': 'Percent', 'DeadbandValue': 150},"
                        + "{'Id': 'i=2', 'DeadbandType': 'Absolute', 'DeadbandValue': -1},"
                        + "{'Id': 'i=3', 'DeadbandValue': 1}")
                + "]");

    assertThat(Nodes.fields(nodes))
        .extracting(field -> field.item().filter())
        .containsExactly(
            new DataChange(Trigger.STATUS_VALUE, Deadband.PERCENT, 100),
            new DataChange(Trigger.STATUS_VALUE, Deadband.ABSOLUTE, 0),
            MonitoringFilter.NONE);
    assertThat(nodes.faults()).hasSize(3).noneMatch(PublishedNodesFault::isError);
  }

  @Test
  void whatTheEntrySaysHoldsForNodesThatDoNotSayIt() {
    PublishedNodes nodes =
        Nodes.strict(
            "["
                + Nodes.entry(
                    "'DataSetSamplingIntervalTimespan': '00:00:00.25',"
                        + " 'DataSetFetchDisplayNames': true",
                    "{'Id': 'i=1'},"
                        + "{'Id': 'i=2', 'OpcSamplingInterval': 100, 'FetchDisplayName': false}")
                + "]");

    assertThat(Nodes.fields(nodes))
        .extracting(
            field -> field.item().samplingInterval().toMillis(), PublishedField::fetchDisplayName)
        .containsExactly(tuple(250L, true), tuple(100L, false));
  }

  @Test
  void aServerIsAskedToKeepTheValuesOfAnOutageUnlessTheFileGivesAQueueSize() {
    PublishingDefaults defaults =
        Nodes.COMPATIBLE.withField(
            new PublishingDefaults.Field(
                Duration.ofMillis(250),
                1,
                Duration.ofMinutes(1),
                true,
                MonitoringFilter.NONE,
                false,
                false));

    PublishedNodes nodes =
        PublishedNodes.parse(
            Nodes.FILE,
            "["
                + Nodes.entry(
                    "",
                    "{\"Id\":\"i=1\"},{\"Id\":\"i=2\",\"QueueSize\":3},"
                        + "{\"Id\":\"i=3\",\"OpcSamplingInterval\":1},"
                        + "{\"Id\":\"i=4\",\"OpcSamplingInterval\":0}")
                + "]",
            defaults);

    assertThat(nodes.groups())
        .flatExtracting(WriterGroup::writers)
        .flatExtracting(DataSetWriter::fields)
        .extracting(field -> field.item().queueSize())
        .containsExactly(240, 3, 10_000, 60);
  }

  @Test
  void defaultsHoldWhereTheFileSaysNothing() {
    PublishingDefaults defaults =
        Nodes.COMPATIBLE
            .withTransport("file")
            .withTopic("all/{PublisherId}")
            .withField(
                new PublishingDefaults.Field(
                    Duration.ofMillis(50),
                    7,
                    Duration.ZERO,
                    false,
                    new DataChange(Trigger.STATUS_VALUE_TIMESTAMP, Deadband.NONE, 0),
                    true,
                    true));

    PublishedNodes nodes =
        PublishedNodes.parse(Nodes.FILE, "[" + Nodes.entry("", NODE) + "]", defaults);

    PublishedField field = Nodes.onlyField(nodes);
    assertThat(field.item().samplingInterval()).hasMillis(50);
    assertThat(field.item().queueSize()).isEqualTo(7);
    assertThat(field.item().discardOldest()).isFalse();
    assertThat(field.item().filter()).isEqualTo(defaults.field().filter());
    assertThat(field.skipFirst()).isTrue();
    assertThat(field.fetchDisplayName()).isTrue();
    WriterGroup group = nodes.groups().get(0);
    assertThat(group.transport()).isEqualTo("file");
    assertThat(group.topic()).isEqualTo("all/plant-edge");
    assertThat(group.trigger()).isEqualTo(new BatchTrigger(50, Duration.ofSeconds(10), 258_048));
  }

  @Test
  void everyAttributeIsParsedAndThoseNotActedOnAreNamedInOneWarning() {
    Map<String, String> samples =
        Map.of("GUID", "'09087e75-8e5e-499b-954f-f2a9603db28a'", "TIME", "'2026-01-02T03:04:05Z'");
    String entry = sample(EntryAttribute.values(), samples);
    String node = sample(attributesOfValues(), samples);

    PublishedNodes nodes =
        Nodes.strict(
            "[{"
                + entry
                + ", 'EndpointUrl': 'opc.tcp://plc1:4840', 'OpcNodes': [{'Id': 'i=1', "
                + node
                + "}]}]");

    assertThat(nodes.faults()).hasSize(1);
    String warning = nodes.faults().get(0).message();
    Stream.concat(Stream.of(EntryAttribute.values()), Stream.of(OpcNodeAttribute.values()))
        .filter(
            attribute ->
                attribute.use() == PublishedNodesAttribute.Use.NOT_YET
                    || attribute.use() == PublishedNodesAttribute.Use.REFUSED)
        .forEach(attribute -> assertThat(warning).contains(attribute.text() + " (line 1)"));
    assertThat(warning).doesNotContain("DataSetWriterId").doesNotContain("QueueSize");
  }

  /** All but those that make a node one of events, to which others do not apply. */
  private static PublishedNodesAttribute[] attributesOfValues() {
    return Stream.of(OpcNodeAttribute.values())
        .filter(
            attribute -> !List.of("EventFilter", "ConditionHandling").contains(attribute.text()))
        .toArray(PublishedNodesAttribute[]::new);
  }

  private static String sample(PublishedNodesAttribute[] attributes, Map<String, String> samples) {
    return Stream.of(attributes)
        .filter(attribute -> !List.of("EndpointUrl", "OpcNodes", "Id").contains(attribute.text()))
        .filter(attribute -> !attribute.text().startsWith("OpcAuthentication"))
        .filter(attribute -> !attribute.text().startsWith("EndpointSecurityPolicy"))
        .map(attribute -> "'" + attribute.text() + "': " + sample(attribute, samples))
        .collect(Collectors.joining(", "));
  }

  private static String sample(PublishedNodesAttribute attribute, Map<String, String> samples) {
    AttributeType type = attribute.type();
    if (attribute == EntryAttribute.WRITER_GROUP_TRANSPORT) {
      return "'Mqtt'";
    }
    if (attribute == EntryAttribute.MESSAGE_ENCODING) {
      return "'Json'";
    }
    if (type instanceof AttributeType.Choice choice) {
      return "'" + choice.names().get(choice.names().size() - 1) + "'";
    }
    if (type instanceof AttributeType.AttributeName) {
      return "'Value'";
    }
    if (type instanceof AttributeType.Flag) {
      return "true";
    }
    if (type instanceof AttributeType.Guid) {
      return samples.get("GUID");
    }
    if (type instanceof AttributeType.Time) {
      return samples.get("TIME");
    }
    if (type instanceof AttributeType.Timespan) {
      return "'00:00:05'";
    }
    if (type instanceof AttributeType.Texts) {
      return "['a']";
    }
    if (type instanceof AttributeType.Structure) {
      return "{'a': 1}";
    }
    if (type instanceof AttributeType.Nodes) {
      return "[{'Id': 'i=2'}]";
    }
    if (type instanceof AttributeType.LegacyNodeId) {
      return "{'Identifier': 'i=3'}";
    }
    return "7";
  }

  private static long millis(DataSetWriter writer) {
    return writer.subscription().publishingInterval().toMillis();
  }

  private static RequiredSecurityMode security(DataSetWriter writer) {
    return writer.connection().securityMode();
  }

  private static Arguments group(
      String attributes, Function<WriterGroup, Object> part, Object expected) {
    return Arguments.of(attributes, part, expected);
  }

  private static Arguments writer(
      String attributes, Function<DataSetWriter, Object> part, Object expected) {
    return Arguments.of(attributes, part, expected);
  }

  private static Arguments field(
      String attributes, Function<PublishedField, Object> part, Object expected) {
    return Arguments.of(attributes, part, expected);
  }
}
