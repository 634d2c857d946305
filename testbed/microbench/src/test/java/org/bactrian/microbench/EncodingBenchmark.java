package org.bactrian.microbench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bactrian.edge.publisher.group.BatchTrigger;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.Heartbeat;
import org.bactrian.edge.publisher.group.MessageEncoding;
import org.bactrian.edge.publisher.group.MessageFormat;
import org.bactrian.edge.publisher.group.MessagingMode;
import org.bactrian.edge.publisher.group.MetaDataVersion;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.edge.publisher.message.DataSetMessage;
import org.bactrian.edge.publisher.message.DataSetSource;
import org.bactrian.edge.publisher.message.NetworkMessage;
import org.bactrian.edge.publisher.message.NetworkMessageEncoder;
import org.bactrian.opcua.json.TimestampText;
import org.bactrian.opcua.node.NamespaceFormat;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.bactrian.opcua.subscription.SubscriptionSettings;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Values of a DataSetMessage to NetworkMessages as JSON; a time is that of one value. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncodingBenchmark {

  private static final int VALUES = 1_000;
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.7Z");
  private static final String NAMESPACE = "http://plant.example/UA/";

  /** Mode of the messages. */
  @Param({"PUB_SUB", "FULL_NETWORK_MESSAGES", "SAMPLES"})
  public MessagingMode mode;

  private NetworkMessageEncoder encoder;
  private DataSetMessage message;

  /** Makes a group and a message of all its values. */
  @Setup
  public void prepare() {
    MessageFormat format =
        new MessageFormat(mode, MessageEncoding.JSON, false, NamespaceFormat.EXPANDED, false, true);
    encoder =
        new NetworkMessageEncoder(
            new WriterGroup(
                "g1",
                "Asset0",
                "plant-edge",
                format,
                new BatchTrigger(50, Duration.ofSeconds(1), 256 * 1024),
                "iothub",
                "",
                List.of()));
    List<PublishedField> fields = new ArrayList<>();
    List<DataValue> values = new ArrayList<>();
    for (int i = 0; i < VALUES; i++) {
      String id = "nsu=" + NAMESPACE + ";s=Counter" + i;
      MonitoredItem item =
          MonitoredItem.value(
              Integer.toString(i), ExpandedNodeId.parse(id), Duration.ofMillis(100));
      fields.add(new PublishedField("Counter" + i, id, item, false, false, Heartbeat.NONE));
      DateTime time = TimestampText.dateTime(TIME.plusMillis(i));
      values.add(new DataValue(new Variant(i * 1.5), StatusCode.GOOD, time, time));
    }
    DataSetWriter writer =
        new DataSetWriter(
            "w1",
            1,
            ConnectionSettings.of("opc.tcp://plc1:4840/"),
            "opc.tcp://plc1:4840/",
            SubscriptionSettings.DEFAULT,
            fields,
            new MetaDataVersion(1, 1),
            "",
            "",
            0,
            false,
            Map.of());
    message =
        new DataSetMessage(
            writer,
            new DataSetSource("urn:plc1:server", new NamespaceTable("urn:plc1:server", NAMESPACE)),
            DataSetMessage.Kind.DELTA_FRAME,
            1,
            TIME,
            fields,
            values);
  }

  /** One message of {@value #VALUES} values. */
  @Benchmark
  @OperationsPerInvocation(VALUES)
  public List<NetworkMessage> encode() {
    return encoder.encode(List.of(message));
  }
}
