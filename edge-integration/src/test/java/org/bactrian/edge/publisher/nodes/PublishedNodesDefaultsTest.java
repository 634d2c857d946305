package org.bactrian.edge.publisher.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bactrian.edge.publisher.group.BatchTrigger;
import org.bactrian.edge.publisher.group.DataSetRouting;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.DeliveryGuarantee;
import org.bactrian.edge.publisher.group.Heartbeat;
import org.bactrian.edge.publisher.group.MessageDelivery;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.opcua.subscription.MonitoringFilter;
import org.bactrian.opcua.subscription.MonitoringFilter.DataChange;
import org.bactrian.opcua.subscription.MonitoringFilter.Deadband;
import org.bactrian.opcua.subscription.MonitoringFilter.Trigger;
import org.bactrian.patience.Exercises;
import org.junit.jupiter.api.Test;

/** Values that hold where a node or a file says nothing, and attributes without effect. */
@Exercises(
    attributes = {
      "DataSetSamplingInterval",
      "DataSetSamplingIntervalTimespan",
      "DataSetFetchDisplayNames"
    })
class PublishedNodesDefaultsTest {

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
                false,
                Heartbeat.NONE));

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
            .withDelivery(
                new PublishingDefaults.Delivery(
                    "",
                    "root",
                    "all/{PublisherId}",
                    "",
                    DeliveryGuarantee.EXACTLY_ONCE,
                    true,
                    Duration.ofMinutes(1),
                    DataSetRouting.NONE))
            .withField(
                new PublishingDefaults.Field(
                    Duration.ofMillis(50),
                    7,
                    Duration.ZERO,
                    false,
                    new DataChange(Trigger.STATUS_VALUE_TIMESTAMP, Deadband.NONE, 0),
                    true,
                    true,
                    Heartbeat.NONE));

    PublishedNodes nodes =
        PublishedNodes.parse(
            Nodes.FILE, "[" + Nodes.entry("", "{\"Id\": \"ns=2;s=a\"}") + "]", defaults);

    PublishedField field = Nodes.onlyField(nodes);
    assertThat(field.item().samplingInterval()).hasMillis(50);
    assertThat(field.item().queueSize()).isEqualTo(7);
    assertThat(field.item().discardOldest()).isFalse();
    assertThat(field.item().filter()).isEqualTo(defaults.field().filter());
    assertThat(field.skipFirst()).isTrue();
    assertThat(field.fetchDisplayName()).isTrue();
    WriterGroup group = nodes.groups().get(0);
    assertThat(group.transport()).isEqualTo("file");
    assertThat(group.delivery())
        .isEqualTo(
            new MessageDelivery(
                "all/plant-edge", DeliveryGuarantee.EXACTLY_ONCE, true, Duration.ofMinutes(1)));
    assertThat(group.trigger()).isEqualTo(new BatchTrigger(50, Duration.ofSeconds(10), 258_048));
  }

  @Test
  void everyAttributeIsParsedAndWhatHasNoEffectIsNamed() {
    Map<String, String> samples =
        Map.of("GUID", "'09087e75-8e5e-499b-954f-f2a9603db28a'", "TIME", "'2026-01-02T03:04:05Z'");
    String entry = sample(AttributeCatalog.ENTRY.all(), samples);
    String node = sample(attributesOfValues(), samples);

    PublishedNodes nodes =
        Nodes.strict(
            "[{"
                + entry
                + ", 'EndpointUrl': 'opc.tcp://plc1:4840', 'OpcNodes': [{'Id': 'i=1', "
                + node
                + "}]}]");

    assertThat(nodes.faults())
        .singleElement()
        .satisfies(
            fault ->
                assertThat(fault.message())
                    .startsWith("WriterGroupTransportConfiguration has no effect"));
  }

  /** All but those that make a node one of events, to which others do not apply. */
  private static List<PublishedNodesAttribute> attributesOfValues() {
    return AttributeCatalog.NODE.all().stream()
        .filter(
            attribute -> !List.of("EventFilter", "ConditionHandling").contains(attribute.text()))
        .toList();
  }

  private static String sample(
      List<PublishedNodesAttribute> attributes, Map<String, String> samples) {
    return attributes.stream()
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
    if (type instanceof AttributeType.NodeAttributeType) {
      return "'Value'";
    }
    if (type instanceof AttributeType.BooleanType) {
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
}
