package org.bactrian.edge.publisher.stream;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
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
import org.bactrian.opcua.subscription.MonitoredItem;
import org.bactrian.opcua.subscription.SubscriptionSettings;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/** Small groups, writers and messages. */
final class Fixtures {

  private Fixtures() {}

  static PublishedField field(String name) {
    MonitoredItem item =
        MonitoredItem.value(
            name, ExpandedNodeId.parse("nsu=urn:plant;s=" + name), Duration.ofMillis(100));
    return new PublishedField(name, "nsu=urn:plant;s=" + name, item, false, false, Heartbeat.NONE);
  }

  static PublishedField fieldThatSkipsItsFirstValue(String name) {
    PublishedField field = field(name);
    return new PublishedField(
        field.name(), field.nodeId(), field.item(), false, true, Heartbeat.NONE);
  }

  static DataSetWriter writer(int keyFrameCount, PublishedField... fields) {
    return new DataSetWriter(
        "Line1",
        0,
        ConnectionSettings.of("opc.tcp://plc1:4840"),
        "opc.tcp://plc1:4840",
        SubscriptionSettings.DEFAULT,
        Arrays.asList(fields),
        new MetaDataVersion(1, 0),
        "",
        "",
        keyFrameCount,
        false,
        Map.of());
  }

  static WriterGroup group(DataSetWriter... writers) {
    return group("id", writers);
  }

  static WriterGroup group(String id, DataSetWriter... writers) {
    return new WriterGroup(
        id,
        "Plant",
        "edge",
        new MessageFormat(
            MessagingMode.PUB_SUB,
            MessageEncoding.JSON,
            true,
            NamespaceFormat.EXPANDED,
            false,
            true),
        new BatchTrigger(1, Duration.ZERO, 262_144),
        "iothub",
        "",
        Arrays.asList(writers));
  }

  static DataValue value(int number) {
    return new DataValue(
        Variant.ofInt32(number), StatusCode.GOOD, DateTime.MIN_DATE_TIME, DateTime.MIN_DATE_TIME);
  }
}
