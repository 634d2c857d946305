package org.bactrian.edge.publisher.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bactrian.edge.publisher.group.CloudEventSettings;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.MessagingMode;
import org.bactrian.edge.publisher.group.MetaDataVersion;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Properties of messages that are CloudEvents. */
class CloudEventsTest {

  private static final CloudEventSettings BOILER =
      new CloudEventSettings("urn:plant:boiler", "hall/1", "Boiler");

  private static DataSetWriter writer(String name, CloudEventSettings settings) {
    return Messages.writer(name, 0, new MetaDataVersion(1, 0)).withCloudEvent(settings);
  }

  private static NetworkMessageEncoder encoder(MessagingMode mode, int batchSize, int largest) {
    return new NetworkMessageEncoder(
        Messages.group(
            Messages.format(mode, false).withRoutingInfo(true).withCloudEvents(true),
            batchSize,
            largest));
  }

  private static List<NetworkMessage> encode(DataSetMessage... messages) {
    return encoder(MessagingMode.DATA_SET_MESSAGES, 50, 262_144).encode(List.of(messages));
  }

  private static DataSetMessage of(DataSetWriter writer, int number) {
    return Messages.delta(writer, number, 5);
  }

  @Test
  void attributesOfTheEventTakeThePlaceOfThePropertiesOfOpcPublisher() {
    NetworkMessage message = encode(of(writer("w", BOILER), 26)).get(0);

    assertThat(message.properties())
        .containsOnlyKeys(
            "specversion",
            "id",
            "source",
            "type",
            "time",
            "subject",
            "iothub-message-schema",
            "iothub-message-id")
        .containsEntry("specversion", "1.0")
        .containsEntry("id", message.messageId().replace("-", "") + "/1A")
        .containsEntry("source", "urn:plant:boiler")
        .containsEntry("type", "Dataset/Boiler")
        .containsEntry("time", "2026-01-02T03:04:05.700Z")
        .containsEntry("subject", "hall/1");
  }

  @Test
  void withoutAttributesOfTheFileTheServerIsTheSource() {
    assertThat(encode(of(writer("w", CloudEventSettings.NONE), 1)).get(0).properties())
        .containsEntry("source", "urn:plc1:server")
        .containsEntry("type", "Dataset")
        .doesNotContainKey("subject");
  }

  @Test
  void aServerWithoutANameIsNamedByItsAddress() {
    DataSetMessage delta = of(writer("w", CloudEventSettings.NONE), 1);
    DataSetMessage unnamed =
        new DataSetMessage(
            delta.writer(),
            new DataSetSource("", new NamespaceTable()),
            delta.kind(),
            1,
            Messages.TIME,
            delta.fields(),
            delta.values());

    assertThat(encode(unnamed).get(0).properties()).containsEntry("source", "opc.tcp://plc1:4840/");
  }

  @ParameterizedTest
  @CsvSource({
    "http://plant.example/boiler, http://plant.example/boiler",
    "boiler, urn:boiler",
    "'boiler 1', urn:boiler%201",
    "'urn:a b', urn:a%20b",
    "K\u00fchler, urn:K%C3%BChler",
    "urn:, urn:unnamed",
    "'//[a b', urn:%2F%2F%5Ba%20b"
  })
  void aSourceIsAUri(String text, String source) {
    DataSetWriter writer = writer("w", new CloudEventSettings(text, "", ""));

    assertThat(encode(of(writer, 1)).get(0).properties()).containsEntry("source", source);
  }

  @Test
  void charactersThatNoAttributeCanHaveAreReplaced() {
    DataSetWriter writer =
        writer("w", new CloudEventSettings("urn:a", "a\u0000b\ud800", "line 1\nline 2"));

    assertThat(encode(of(writer, 1)).get(0).properties())
        .containsEntry("subject", "a\ufffdb\ufffd")
        .containsEntry("type", "Dataset/line 1\ufffdline 2");
  }

  @Test
  void anEventIsNamedByItsTypeUnlessTheFileNamesOne() {
    assertThat(typeOf(CloudEventSettings.NONE, DataSetMessage.Kind.EVENT))
        .isEqualTo("Event/Overheated");
    assertThat(typeOf(BOILER, DataSetMessage.Kind.EVENT)).isEqualTo("Event/Boiler");
    assertThat(typeOf(BOILER, DataSetMessage.Kind.CONDITION)).isEqualTo("Dataset/Boiler");
  }

  private static String typeOf(CloudEventSettings settings, DataSetMessage.Kind kind) {
    DataSetMessage delta = of(writer("w", settings), 1);
    DataSetMessage event =
        new DataSetMessage(
            delta.writer(),
            Messages.PLC,
            kind,
            1,
            Messages.TIME,
            "Overheated",
            delta.fields(),
            delta.values());
    return encode(event).get(0).properties().getOrDefault("type", "");
  }

  @Test
  void messagesOfOneEventShareABodyAndOthersDoNot() {
    DataSetWriter boiler = writer("a", BOILER);
    DataSetWriter mixer = writer("b", new CloudEventSettings("urn:plant:mixer", "", ""));

    assertThat(encode(of(boiler, 1), of(boiler, 2), of(mixer, 1), of(boiler, 3)))
        .extracting(NetworkMessage::messageCount, one -> one.properties().get("source"))
        .containsExactly(
            tuple(2, "urn:plant:boiler"),
            tuple(1, "urn:plant:mixer"),
            tuple(1, "urn:plant:boiler"));
  }

  @Test
  void theAttributesCountAgainstTheLimitOfAMessage() {
    DataSetWriter writer = writer("w", new CloudEventSettings("urn:plant", "s".repeat(1000), ""));
    List<DataSetMessage> all = IntStream.range(0, 40).mapToObj(i -> of(writer, i)).toList();

    List<NetworkMessage> encoded = encoder(MessagingMode.PUB_SUB, 50, 2048).encode(all);

    assertThat(encoded).hasSizeGreaterThan(1).allMatch(message -> size(message) <= 2048);
  }

  private static int size(NetworkMessage message) {
    int size = message.body().length;
    for (Map.Entry<String, String> property : message.properties().entrySet()) {
      size += property.getKey().length() + property.getValue().length();
    }
    return size;
  }
}
