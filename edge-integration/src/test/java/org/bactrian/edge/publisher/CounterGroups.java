package org.bactrian.edge.publisher;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bactrian.edge.publisher.group.BatchTrigger;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.Heartbeat;
import org.bactrian.edge.publisher.group.MessageEncoding;
import org.bactrian.edge.publisher.group.MessageFormat;
import org.bactrian.edge.publisher.group.MessagingMode;
import org.bactrian.edge.publisher.group.MetaDataVersion;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.opcua.node.NamespaceFormat;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.bactrian.opcua.subscription.SubscriptionSettings;
import org.bactrian.simulator.Simulator;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;

/** WriterGroups of a plant's load counters that send each report as a message of its own. */
final class CounterGroups {

  /** Interval in which the counters rise and are sampled. */
  static final Duration RATE = Duration.ofMillis(25);

  private CounterGroups() {}

  static WriterGroup withId(String id, WriterGroup group) {
    return new WriterGroup(
        id,
        group.name(),
        group.publisherId(),
        group.format(),
        group.trigger(),
        group.transport(),
        group.topic(),
        group.writers());
  }

  /** The same group, whose writers have other subscriptions. */
  static WriterGroup publishedEvery(Duration interval, WriterGroup group) {
    List<DataSetWriter> writers =
        group.writers().stream()
            .map(
                writer ->
                    new DataSetWriter(
                        writer.name(),
                        writer.number(),
                        writer.connection(),
                        writer.endpointUrl(),
                        writer.subscription().withPublishingInterval(interval),
                        writer.fields(),
                        writer.metaDataVersion(),
                        "",
                        "",
                        0,
                        false,
                        Map.of()))
            .toList();
    return new WriterGroup(
        group.id(),
        group.name(),
        group.publisherId(),
        group.format(),
        group.trigger(),
        group.transport(),
        group.topic(),
        writers);
  }

  static WriterGroup batchedForAnHour(WriterGroup group) {
    return batchedFor(Duration.ofHours(1), group);
  }

  static WriterGroup batchedFor(Duration interval, WriterGroup group) {
    return new WriterGroup(
        group.id(),
        group.name(),
        group.publisherId(),
        group.format(),
        new BatchTrigger(10_000, interval, 262_144),
        group.transport(),
        group.topic(),
        group.writers());
  }

  /** A group of that many load counters; those that the plant does not have are bad nodes. */
  static WriterGroup of(Simulator plant, int counters) {
    return of(plant, IntStream.rangeClosed(1, counters).mapToObj(CounterGroups::counter).toList());
  }

  /** The same of a server that need not be there. */
  static WriterGroup at(String endpointUrl, int counters) {
    return at(
        endpointUrl, IntStream.rangeClosed(1, counters).mapToObj(CounterGroups::counter).toList());
  }

  static WriterGroup of(Simulator plant, List<PublishedField> fields) {
    return at(plant.endpointUrl(), fields);
  }

  private static WriterGroup at(String endpointUrl, List<PublishedField> fields) {
    DataSetWriter writer =
        new DataSetWriter(
            "Counters",
            0,
            ConnectionSettings.of(endpointUrl).withSecurityMode(RequiredSecurityMode.NONE),
            endpointUrl,
            SubscriptionSettings.DEFAULT.withPublishingInterval(Duration.ofMillis(100)),
            fields,
            new MetaDataVersion(1, 0),
            "",
            "",
            0,
            false,
            Map.of());
    return new WriterGroup(
        "load",
        "Load",
        "edge",
        new MessageFormat(
            MessagingMode.PUB_SUB,
            MessageEncoding.JSON,
            true,
            NamespaceFormat.EXPANDED,
            false,
            true),
        new BatchTrigger(1, Duration.ZERO, 262_144),
        "test",
        "",
        List.of(writer));
  }

  private static PublishedField counter(int number) {
    return field("c" + number, "nsu=urn:bactrian:load;i=" + number);
  }

  static PublishedField field(String name, String nodeId) {
    MonitoredItem item =
        MonitoredItem.value(nodeId, ExpandedNodeId.parse(nodeId), RATE).withQueueSize(400);
    return new PublishedField(name, nodeId, item, false, false, Heartbeat.NONE);
  }
}
