package org.bactrian.edge.publisher.message;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/** Groups, writers and messages as the tests of this package need them. */
final class Messages {

  static final Instant TIME = Instant.parse("2026-01-02T03:04:05.7Z");
  static final DataSetSource PLC =
      new DataSetSource(
          "urn:plc1:server", new NamespaceTable("urn:plc1:server", "http://plant.example/UA/"));

  private Messages() {}

  static WriterGroup group(MessageFormat format, int batchSize, int maxMessageSize) {
    return new WriterGroup(
        "g1",
        "Asset0",
        "plant-edge",
        format,
        new BatchTrigger(batchSize, Duration.ofSeconds(1), maxMessageSize),
        "iothub",
        "",
        List.of());
  }

  static MessageFormat format(MessagingMode mode, boolean strict) {
    return new MessageFormat(
        mode, MessageEncoding.JSON, strict, NamespaceFormat.EXPANDED, false, true);
  }

  static NetworkMessageEncoder encoder(
      MessagingMode mode, boolean strict, int batchSize, int maxMessageSize) {
    return new NetworkMessageEncoder(group(format(mode, strict), batchSize, maxMessageSize));
  }

  static DataSetWriter writer(String name, int number, MetaDataVersion version) {
    return writer(name, number, version, "", Map.of());
  }

  static DataSetWriter writer(
      String name,
      int number,
      MetaDataVersion version,
      String dataSetClassId,
      Map<String, String> extensionFields) {
    return new DataSetWriter(
        name,
        number,
        ConnectionSettings.of("opc.tcp://plc1:4840/"),
        "opc.tcp://plc1:4840/",
        SubscriptionSettings.DEFAULT,
        List.of(),
        version,
        dataSetClassId,
        "",
        0,
        false,
        extensionFields);
  }

  static PublishedField field(String name, String nodeId) {
    return new PublishedField(
        name,
        nodeId,
        MonitoredItem.value("0", ExpandedNodeId.parse("i=1"), Duration.ZERO),
        false,
        false,
        Heartbeat.NONE);
  }

  static PublishedField field(String name) {
    return field(name, "nsu=http://plant.example/UA/;s=" + name);
  }

  static DataValue good(Object value) {
    return new DataValue(new Variant(value), StatusCode.GOOD, null, null, null, null);
  }

  static DataSetMessage message(
      DataSetWriter writer,
      DataSetMessage.Kind kind,
      long number,
      List<PublishedField> fields,
      List<DataValue> values) {
    return new DataSetMessage(writer, PLC, kind, number, TIME, fields, values);
  }

  /** A delta frame of plain values named f0, f1 and so on. */
  static DataSetMessage delta(DataSetWriter writer, long number, Object... values) {
    List<PublishedField> fields = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      fields.add(field("f" + i));
    }
    return message(
        writer,
        DataSetMessage.Kind.DELTA_FRAME,
        number,
        fields,
        Arrays.stream(values).map(Messages::good).toList());
  }
}
