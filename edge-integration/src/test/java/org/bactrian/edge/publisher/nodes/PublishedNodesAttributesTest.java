package org.bactrian.edge.publisher.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bactrian.edge.publisher.group.BatchTrigger;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.DeliveryGuarantee;
import org.bactrian.edge.publisher.group.Heartbeat;
import org.bactrian.edge.publisher.group.MessageDelivery;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.UserCredential;
import org.bactrian.opcua.subscription.MonitoringFilter;
import org.bactrian.opcua.subscription.MonitoringFilter.DataChange;
import org.bactrian.opcua.subscription.MonitoringFilter.Deadband;
import org.bactrian.opcua.subscription.MonitoringFilter.Trigger;
import org.bactrian.patience.Exercises;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Exercises(
    attributes = {
      "DataSetWriterId",
      "DataSetWriterGroup",
      "OpcNodes",
      "DataSetClassId",
      "DataSetName",
      "DataSetPublishingInterval",
      "DataSetPublishingIntervalTimespan",
      "DataSetKeyFrameCount",
      "SendKeepAliveDataSetMessages",
      "EndpointUrl",
      "MaxKeepAliveCount",
      "Priority",
      "DataSetExtensionFields",
      "EndpointSecurityMode",
      "EndpointSecurityPolicy",
      "MessagingMode",
      "MessageEncoding",
      "BatchSize",
      "BatchTriggerInterval",
      "BatchTriggerIntervalTimespan",
      "WriterGroupQueueName",
      "WriterGroupTransport",
      "UseSecurity",
      "OpcAuthenticationMode",
      "OpcAuthenticationUsername",
      "OpcAuthenticationPassword",
      "QueueName",
      "PublisherId",
      "OpcNodes.Id",
      "OpcNodes.OpcSamplingInterval",
      "OpcNodes.OpcSamplingIntervalTimespan",
      "OpcNodes.DataSetFieldId",
      "OpcNodes.DisplayName",
      "OpcNodes.QueueSize",
      "OpcNodes.DiscardNew",
      "OpcNodes.DataChangeTrigger",
      "OpcNodes.DeadbandType",
      "OpcNodes.DeadbandValue",
      "OpcNodes.AttributeId",
      "OpcNodes.IndexRange",
      "OpcNodes.SkipFirst",
      "OpcNodes.FetchDisplayName",
      "OpcNodes.ExpandedNodeId"
    })
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
            "'WriterGroupQualityOfService': 'AtMostOnce', 'WriterGroupMessageRetention': true,"
                + " 'WriterGroupMessageTtlTimepan': '00:00:05'",
            WriterGroup::delivery,
            new MessageDelivery("", DeliveryGuarantee.AT_MOST_ONCE, true, Duration.ofSeconds(5))),
        group(
            "'WriterGroupQualityOfService': 'AtMostOnce', 'WriterGroupMessageRetention': true,"
                + " 'WriterGroupMessageTtlTimepan': '00:00:05', 'QualityOfService': 'ExactlyOnce',"
                + " 'MessageRetention': false, 'MessageTtlTimespan': '00:00:07'",
            WriterGroup::delivery,
            new MessageDelivery("", DeliveryGuarantee.EXACTLY_ONCE, false, Duration.ofSeconds(7))),
        group(
            "'DataSetWriterGroup': 'Line/1', 'DataSetWriterId': 'Press', 'DataSetName': 'a.b',"
                + " 'QueueName': '{RootTopic}/{WriterGroup}/{datasetwriter}/{DataSetTopicPath}'",
            WriterGroup::topic,
            "plant-edge/Line\\x2f1/Press/a/b"));
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
        writer("'SendKeepAliveAsKeyFrameMessages': true", DataSetWriter::keepAliveAsKeyFrame, true),
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
        field(
            "'HeartbeatInterval': 5", field -> field.heartbeat().interval(), Duration.ofSeconds(5)),
        field(
            "'HeartbeatInterval': 5, 'UseCyclicRead': true",
            PublishedField::heartbeat,
            Heartbeat.NONE),
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
