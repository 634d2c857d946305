package org.bactrian.edge.publisher.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bactrian.edge.publisher.group.DataSetRouting;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.MessagingMode;
import org.bactrian.edge.publisher.group.MetaDataVersion;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.model.telemetry.TelemetryDataSet;
import org.bactrian.model.telemetry.TelemetryField;
import org.bactrian.model.telemetry.TelemetryMessage;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages at the size limit: no value is lost, no message is larger. */
class MessageSizeTest {

  private static final int LIMIT = 4096;

  private final DataSetWriter writer = Messages.writer("DataFlow0", 0, new MetaDataVersion(1, 0));

  record Mode(MessagingMode mode, boolean strict, int batchSize) {}

  static Stream<Mode> modes() {
    return Stream.of(MessagingMode.values())
        .flatMap(
            mode ->
                Stream.of(
                    new Mode(mode, false, 1),
                    new Mode(mode, false, 100),
                    new Mode(mode, true, 1),
                    new Mode(mode, true, 100)));
  }

  @ParameterizedTest
  @MethodSource("modes")
  void everyValueArrivesOnceAndNoMessageIsLargerThanTheLimit(Mode mode) {
    SplittableRandom random = new SplittableRandom(mode.hashCode());
    NetworkMessageEncoder encoder =
        Messages.encoder(mode.mode(), mode.strict(), mode.batchSize(), LIMIT);
    List<DataSetMessage> messages = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Object[] texts = new Object[random.nextInt(1, 60)];
      for (int field = 0; field < texts.length; field++) {
        texts[field] = values.size() + "x".repeat(random.nextInt(400));
        values.add((String) texts[field]);
      }
      messages.add(Messages.delta(writer, i + 1, texts));
    }

    List<NetworkMessage> encoded = encoder.encode(messages);

    assertThat(encoded).allSatisfy(MessageSizeTest::isNotLargerThanTheLimit);
    assertThat(encoded.stream().flatMap(MessageSizeTest::serverValues)).isEqualTo(values);
    assertThat(encoded.stream().mapToInt(NetworkMessage::valueCount).sum())
        .isEqualTo(values.size());
    assertThat(encoder.droppedValues()).isZero();
  }

  @Test
  void aMessageThatIsSplitKeepsItsKindAndItsPartsAreNumberedOn() {
    NetworkMessageEncoder encoder = Messages.encoder(MessagingMode.PUB_SUB, true, 10, LIMIT);
    Object[] many = IntStream.range(0, 30).mapToObj(i -> "x".repeat(300)).toArray();

    List<NetworkMessage> encoded =
        encoder.encode(
            List.of(
                Messages.delta(writer, 7, "small"),
                Messages.delta(writer, 8, many),
                Messages.delta(writer, 9, "small")));

    List<TelemetryDataSet> parts = dataSets(encoded);
    assertThat(parts)
        .hasSizeGreaterThan(4)
        .extracting(TelemetryDataSet::kind)
        .containsOnly("ua-deltaframe");
    assertThat(parts.stream().mapToLong(part -> part.sequenceNumber().orElseThrow()))
        .isEqualTo(LongStream.range(7, 7 + parts.size()).boxed().toList());
  }

  @Test
  void numbersMoveOnInTheNextCallToo() {
    NetworkMessageEncoder encoder = Messages.encoder(MessagingMode.FULL_SAMPLES, false, 1, LIMIT);

    List<NetworkMessage> first = encoder.encode(List.of(Messages.delta(writer, 1, 1, 2, 3)));
    List<NetworkMessage> second = encoder.encode(List.of(Messages.delta(writer, 2, 4)));

    assertThat(numbers(first)).containsExactly(1L, 2L, 3L);
    assertThat(numbers(second)).containsExactly(4L);
  }

  @Test
  void numbersWrapAtThirtyTwoBits() {
    NetworkMessageEncoder encoder = Messages.encoder(MessagingMode.FULL_SAMPLES, false, 1, LIMIT);

    List<NetworkMessage> encoded =
        encoder.encode(List.of(Messages.delta(writer, 0xFFFFFFFEL, 1, 2, 3)));

    assertThat(text(encoded.get(1))).contains("\"SequenceNumber\":4294967295");
    assertThat(text(encoded.get(2))).doesNotContain("SequenceNumber");
  }

  @Test
  void aKeepAliveThatIsNotSentTakesNoNumber() {
    NetworkMessageEncoder encoder = Messages.encoder(MessagingMode.FULL_SAMPLES, false, 1, LIMIT);

    List<NetworkMessage> encoded =
        encoder.encode(
            List.of(
                Messages.delta(writer, 1, 1),
                Messages.message(writer, DataSetMessage.Kind.KEEP_ALIVE, 2, List.of(), List.of()),
                Messages.delta(writer, 3, 2)));

    assertThat(numbers(encoded)).containsExactly(1L, 2L);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aSingleValueThatIsTooLargeIsCountedAndTheOthersArrive(Mode mode) {
    NetworkMessageEncoder encoder =
        Messages.encoder(mode.mode(), mode.strict(), mode.batchSize(), LIMIT);

    List<NetworkMessage> encoded =
        encoder.encode(List.of(Messages.delta(writer, 1, "a", "x".repeat(LIMIT), "b", "c")));

    assertThat(encoded.stream().flatMap(MessageSizeTest::serverValues))
        .containsExactly("a", "b", "c");
    assertThat(encoder.droppedValues()).isEqualTo(1);
  }

  @Test
  void anEventLosesItsLargestFieldAndStaysOneEvent() {
    NetworkMessageEncoder encoder = Messages.encoder(MessagingMode.PUB_SUB, true, 1, LIMIT);
    List<PublishedField> fields = Stream.of("a", "b", "c").map(Messages::field).toList();
    List<DataValue> values = Stream.of("1", "x".repeat(LIMIT), "3").map(Messages::good).toList();

    List<NetworkMessage> encoded =
        encoder.encode(
            List.of(Messages.message(writer, DataSetMessage.Kind.EVENT, 1, fields, values)));

    assertThat(encoded).hasSize(1);
    assertThat(serverValues(encoded.get(0))).containsExactly("1", "3");
    assertThat(encoder.droppedValues()).isEqualTo(1);
  }

  @Test
  void aBatchIsNotLongerThanAsked() {
    NetworkMessageEncoder encoder = Messages.encoder(MessagingMode.PUB_SUB, true, 3, 262_144);
    DataSetMessage[] messages = new DataSetMessage[7];
    Arrays.setAll(messages, i -> Messages.delta(writer, i + 1, i));

    List<NetworkMessage> encoded = encoder.encode(List.of(messages));

    assertThat(encoded).extracting(NetworkMessage::messageCount).containsExactly(3, 3, 1);
  }

  private static void isNotLargerThanTheLimit(NetworkMessage message) {
    int size = message.body().length + message.messageId().length();
    size += message.contentType().length() + message.contentEncoding().length();
    size +=
        message.properties().entrySet().stream()
            .mapToInt(property -> property.getKey().length() + property.getValue().length())
            .sum();
    assertThat(size).isLessThanOrEqualTo(LIMIT);
  }

  /** Values in their order, without what the mode adds to a payload. */
  private static Stream<String> serverValues(NetworkMessage message) {
    return dataSets(List.of(message)).stream()
        .flatMap(dataSet -> dataSet.fields().values().stream())
        .filter(field -> field.name().length() < 4)
        .map(TelemetryField::text);
  }

  private static List<Long> numbers(List<NetworkMessage> messages) {
    return dataSets(messages).stream()
        .map(dataSet -> dataSet.sequenceNumber().orElseThrow())
        .toList();
  }

  private static List<TelemetryDataSet> dataSets(List<NetworkMessage> messages) {
    return messages.stream()
        .flatMap(message -> TelemetryMessage.read(message.body()).messages().stream())
        .toList();
  }

  private static String text(NetworkMessage message) {
    return new String(message.body(), UTF_8);
  }

  @Test
  void aValueBehindOneThatIsTooLargeGoesToItsOwnTopic() {
    DataSetMessage delta =
        Messages.message(
            writer.withRouting(DataSetRouting.USE_BROWSE_NAMES),
            DataSetMessage.Kind.DELTA_FRAME,
            1,
            List.of(
                Messages.field("large").withSubtopic("/large"),
                Messages.field("small").withSubtopic("/small")),
            List.of(Messages.good("x".repeat(2 * LIMIT)), Messages.good(1)));

    List<NetworkMessage> sent =
        Messages.encoder(MessagingMode.PUB_SUB, false, 100, LIMIT).encode(List.of(delta));

    assertThat(sent).extracting(NetworkMessage::subtopic).containsExactly("/small");
  }
}
