package org.bactrian.edge.publisher.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.MessageEncoding;
import org.bactrian.edge.publisher.group.MessageFormat;
import org.bactrian.edge.publisher.group.MessageTimestamp;
import org.bactrian.edge.publisher.group.MessagingMode;
import org.bactrian.edge.publisher.group.MetaDataVersion;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.opcua.node.NamespaceFormat;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NetworkMessageEncoderTest {

  private static final MetaDataVersion VERSION = new MetaDataVersion(1, 0);

  private final DataSetWriter writer = Messages.writer("DataFlow0", 0, VERSION);

  @Test
  void aStrictMessageSaysWriterAndVersionInFullEvenWhenTheyAreZero() {
    NetworkMessageEncoder encoder = Messages.encoder(MessagingMode.PUB_SUB, true, 1, 262_144);
    DataSetWriter first = Messages.writer("DataFlow0", 0, new MetaDataVersion(0, 0));

    assertThat(text(encoder.encode(List.of(Messages.delta(first, 1, 5)))))
        .contains(
            "{\"DataSetWriterId\":0,\"SequenceNumber\":1,"
                + "\"MetaDataVersion\":{\"MajorVersion\":0,\"MinorVersion\":0}");
  }

  @Test
  void aStrictBatchIsOneNetworkMessage() {
    NetworkMessageEncoder encoder = Messages.encoder(MessagingMode.PUB_SUB, true, 50, 262_144);
    DataSetWriter other = Messages.writer("DataFlow1", 1, VERSION);

    List<NetworkMessage> encoded =
        encoder.encode(
            List.of(
                Messages.delta(writer, 1, 5),
                Messages.delta(other, 1, 6),
                Messages.delta(writer, 2, 7)));

    assertThat(encoded).hasSize(1);
    assertThat(text(encoded)).startsWith("{\"MessageId\":\"" + encoded.get(0).messageId() + "\"");
    assertThat(encoded.get(0).writers()).containsExactly("DataFlow0", "DataFlow1");
    assertThat(encoded.get(0).messageType()).isEqualTo("ua-data");
    assertThat(encoded.get(0).messageCount()).isEqualTo(3);
  }

  @Test
  void dataSetsOfDifferentClassesDoNotShareANetworkMessage() {
    NetworkMessageEncoder encoder = Messages.encoder(MessagingMode.PUB_SUB, true, 50, 262_144);
    String classId = "09087e75-8e5e-499b-954f-f2a9603db28a";
    DataSetWriter other = Messages.writer("DataFlow1", 1, VERSION, classId, Map.of());

    List<NetworkMessage> encoded =
        encoder.encode(List.of(Messages.delta(writer, 1, 5), Messages.delta(other, 1, 6)));

    assertThat(encoded).hasSize(2);
    assertThat(new String(encoded.get(1).body(), UTF_8))
        .contains("\"PublisherId\":\"plant-edge\",\"DataSetClassId\":\"" + classId + "\",");
  }

  @Test
  void fieldsThatTheUserAddsFollowThoseOfTheServer() {
    Map<String, String> added = new LinkedHashMap<>();
    added.put("Line", "\"north\"");
    added.put("Shift", "3");
    added.put("Tags", "{\"a\":[1]}");
    added.put("Plain", "no JSON");
    DataSetWriter tagged = Messages.writer("DataFlow0", 0, VERSION, "", added);

    String pubSub = text(encode(MessagingMode.PUB_SUB, tagged));
    String full = text(encode(MessagingMode.FULL_NETWORK_MESSAGES, tagged));
    String samples = text(encode(MessagingMode.FULL_SAMPLES, tagged));

    assertThat(pubSub)
        .contains(
            "\"Payload\":{\"f0\":{\"Value\":5},\"Line\":{\"Value\":\"north\"},"
                + "\"Shift\":{\"Value\":3},\"Tags\":{\"Value\":{\"a\":[1]}},"
                + "\"Plain\":{\"Value\":\"no JSON\"}}");
    assertThat(full).contains("\"Plain\":{\"Value\":\"no JSON\"},\"EndpointUrl\":");
    assertThat(samples)
        .contains("\"ExtensionFields\":{\"WriterGroupId\":\"Asset0\",\"Line\":\"north\",");
  }

  @Test
  void aValueThatHasNoJsonIsCountedAndTheOthersArrive() {
    NetworkMessageEncoder encoder = Messages.encoder(MessagingMode.PUB_SUB, true, 1, 262_144);

    List<NetworkMessage> encoded =
        encoder.encode(
            List.of(
                Messages.delta(
                    writer, 1, 1, new Object[] {2, new StringBuilder("no type of OPC UA")}, 3)));

    assertThat(text(encoded)).contains("\"Payload\":{\"f0\":{\"Value\":1},\"f2\":{\"Value\":3}}");
    assertThat(encoder.droppedValues()).isEqualTo(1);
  }

  private static MessageFormat format(
      MessagingMode mode, MessageTimestamp timestamp, boolean latestOnly) {
    return Messages.format(mode, false).with().timestamp(timestamp).latestOnly(latestOnly).build();
  }

  private DataSetMessage sample(long number, String name, int value, long seconds) {
    PublishedField field = Messages.field(name);
    return Messages.message(
        writer,
        DataSetMessage.Kind.DELTA_FRAME,
        number,
        List.of(field.withItem(field.item().withKey(name))),
        List.of(
            new DataValue(
                new Variant(value),
                StatusCode.GOOD,
                new DateTime(seconds * 10_000_000),
                null,
                null,
                null)));
  }

  @Test
  void aBatchOfSamplesHasTheLatestValueOfEachNodeOnlyWhereThatIsAskedFor() {
    List<DataSetMessage> batch =
        List.of(
            sample(1, "a", 5501, 10),
            sample(2, "b", 5502, 30),
            sample(3, "a", 5503, 20),
            sample(4, "b", 5504, 15));
    NetworkMessageEncoder all = Messages.encoder(MessagingMode.SAMPLES, false, 50, 262_144);
    NetworkMessageEncoder latest =
        new NetworkMessageEncoder(
            Messages.group(
                format(MessagingMode.SAMPLES, MessageTimestamp.CREATED, true), 50, 262_144));

    assertThat(text(all.encode(batch))).contains("5501", "5502", "5503", "5504");
    assertThat(text(latest.encode(batch))).contains("5502", "5503").doesNotContain("5501", "5504");
    assertThat(latest.takeNumbersAdded("DataFlow0")).isEqualTo(-2);
  }

  @Test
  void aMessageCanHaveTheTimeAtWhichItIsEncoded() {
    String made = Messages.TIME.toString().substring(0, 19);
    NetworkMessageEncoder encoded =
        new NetworkMessageEncoder(
            Messages.group(
                format(MessagingMode.PUB_SUB, MessageTimestamp.ENCODED, false), 1, 262_144));
    NetworkMessageEncoder created = Messages.encoder(MessagingMode.PUB_SUB, false, 1, 262_144);

    assertThat(text(created.encode(List.of(Messages.delta(writer, 1, 5))))).contains(made);
    assertThat(text(encoded.encode(List.of(Messages.delta(writer, 1, 5)))))
        .contains("\"Timestamp\":")
        .doesNotContain(made);
  }

  @Test
  void namesAreEscaped() {
    NetworkMessageEncoder encoder = Messages.encoder(MessagingMode.PUB_SUB, true, 1, 262_144);

    List<NetworkMessage> encoded =
        encoder.encode(
            List.of(
                Messages.message(
                    writer,
                    DataSetMessage.Kind.DELTA_FRAME,
                    1,
                    List.of(Messages.field("a\"\u00e4\ud83d\udc2b")),
                    List.of(Messages.good(1)))));

    assertThat(text(encoded)).contains("{\"a\\\"\u00e4\ud83d\udc2b\":{\"Value\":1}}");
  }

  @Test
  void theGroupIsNamedInAPropertyWhenRoutingInfoIsAskedFor() {
    MessageFormat format =
        new MessageFormat(
            MessagingMode.PUB_SUB, MessageEncoding.JSON, true, NamespaceFormat.URI, true, true);
    NetworkMessageEncoder encoder = new NetworkMessageEncoder(Messages.group(format, 1, 262_144));

    assertThat(encoder.encode(List.of(Messages.delta(writer, 1, 5))).get(0).properties())
        .containsEntry("$$RoutingInfo", "Asset0");
  }

  @Test
  void nothingToSayIsNoMessage() {
    NetworkMessageEncoder encoder = Messages.encoder(MessagingMode.SAMPLES, false, 50, 262_144);

    assertThat(
            encoder.encode(
                List.of(
                    Messages.message(
                        writer, DataSetMessage.Kind.KEEP_ALIVE, 1, List.of(), List.of()))))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = MessageEncoding.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"JSON", "JSON_REVERSIBLE"})
  void anEncodingThatIsNotServedIsRefusedAtTheDoor(MessageEncoding encoding) {
    MessageFormat format =
        new MessageFormat(MessagingMode.PUB_SUB, encoding, false, NamespaceFormat.URI, false, true);

    assertThatThrownBy(() -> new NetworkMessageEncoder(Messages.group(format, 1, 262_144)))
        .isInstanceOf(UnsupportedMessageFormatException.class)
        .hasMessageContaining("PubSub with encoding " + encoding.text() + " is not supported");
  }

  @Test
  void reversibleJsonInStrictFormIsRefusedAtTheDoor() {
    MessageFormat format =
        new MessageFormat(
            MessagingMode.PUB_SUB,
            MessageEncoding.JSON_REVERSIBLE,
            true,
            NamespaceFormat.URI,
            false,
            true);

    assertThatThrownBy(() -> new NetworkMessageEncoder(Messages.group(format, 1, 262_144)))
        .isInstanceOf(UnsupportedMessageFormatException.class);
  }

  private static List<NetworkMessage> encode(MessagingMode mode, DataSetWriter writer) {
    return Messages.encoder(mode, false, 1, 262_144).encode(List.of(Messages.delta(writer, 1, 5)));
  }

  private static String text(List<NetworkMessage> messages) {
    assertThat(messages).hasSize(1);
    return new String(messages.get(0).body(), UTF_8);
  }
}
