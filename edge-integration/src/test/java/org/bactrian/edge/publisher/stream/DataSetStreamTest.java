package org.bactrian.edge.publisher.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bactrian.edge.publisher.stream.Fixtures.field;
import static org.bactrian.edge.publisher.stream.Fixtures.fieldThatSkipsItsFirstValue;
import static org.bactrian.edge.publisher.stream.Fixtures.value;
import static org.bactrian.edge.publisher.stream.Fixtures.writer;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.message.DataSetMessage;
import org.bactrian.edge.publisher.message.DataSetMessage.Kind;
import org.bactrian.edge.publisher.message.DataSetSource;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.junit.jupiter.api.Test;

class DataSetStreamTest {

  private static final PublishedField SPEED = field("speed");
  private static final PublishedField LEVEL = field("level");

  private final DataSetSource source = new DataSetSource("urn:plc1", new NamespaceTable());

  @Test
  void theFirstMessageIsAKeyFrameAndTheOthersAreDeltaFrames() {
    DataSetStream stream = new DataSetStream(writer(0, SPEED, LEVEL), new MessageNumbers(0));

    List<DataSetMessage> first = report(stream, List.of(SPEED, LEVEL), value(1), value(2));
    List<DataSetMessage> second = report(stream, List.of(LEVEL), value(3));

    assertThat(first).extracting(DataSetMessage::kind).containsExactly(Kind.KEY_FRAME);
    assertThat(second).extracting(DataSetMessage::kind).containsExactly(Kind.DELTA_FRAME);
    assertThat(second.get(0).fields()).containsExactly(LEVEL);
  }

  @Test
  void everyNthMessageHoldsAllFieldsWithTheirLastValues() {
    DataSetStream stream = new DataSetStream(writer(2, SPEED, LEVEL), new MessageNumbers(0));
    report(stream, List.of(SPEED, LEVEL), value(1), value(2));
    report(stream, List.of(LEVEL), value(3));

    DataSetMessage third = report(stream, List.of(SPEED), value(4)).get(0);

    assertThat(third.kind()).isEqualTo(Kind.KEY_FRAME);
    assertThat(third.fields()).containsExactly(SPEED, LEVEL);
    assertThat(third.values()).containsExactly(value(4), value(3));
  }

  @Test
  void aKeyFrameOnDemandHasLastValuesAndSaysWhatIsMissing() {
    PublishedField power = field("power");
    DataSetStream stream = new DataSetStream(writer(0, SPEED, LEVEL, power), new MessageNumbers(0));
    StatusCode refused = new StatusCode(StatusCodes.Bad_NodeIdUnknown);
    assertThat(stream.keyFrame(source, Map.of())).isEmpty();
    report(stream, List.of(SPEED, LEVEL), value(1), value(2));

    DataSetMessage frame =
        stream.keyFrame(source, Map.of(LEVEL.item().key(), refused)).orElseThrow();

    assertThat(frame.kind()).isEqualTo(Kind.KEY_FRAME);
    assertThat(frame.fields()).containsExactly(SPEED, LEVEL, power);
    assertThat(frame.values().get(0)).isEqualTo(value(1));
    assertThat(frame.values().get(1).statusCode()).isEqualTo(refused);
    assertThat(frame.values().get(2).statusCode().value()).isEqualTo(StatusCodes.Bad_NoData);
    assertThat(report(stream, List.of(SPEED), value(3)).get(0).kind()).isEqualTo(Kind.DELTA_FRAME);
  }

  @Test
  void valuesThatAServerQueuedGoOutInOrderOneMessageEach() {
    DataSetStream stream = new DataSetStream(writer(0, SPEED, LEVEL), new MessageNumbers(0));

    List<DataSetMessage> messages =
        report(stream, List.of(SPEED, LEVEL, SPEED, SPEED), value(1), value(9), value(2), value(3));

    assertThat(messages)
        .extracting(DataSetMessage::values)
        .containsExactly(List.of(value(1), value(9)), List.of(value(2)), List.of(value(3)));
    assertThat(messages).extracting(DataSetMessage::sequenceNumber).containsExactly(1L, 2L, 3L);
  }

  @Test
  void afterARestartOfTheServerAKeyFrameComesFirst() {
    DataSetStream stream = new DataSetStream(writer(0, SPEED), new MessageNumbers(0));
    report(stream, List.of(SPEED), value(1));

    stream.restart();

    assertThat(report(stream, List.of(SPEED), value(2)).get(0).kind()).isEqualTo(Kind.KEY_FRAME);
  }

  @Test
  void aKeyFrameHasTheValuesThatWereSkippedBeforeIt() {
    PublishedField late = fieldThatSkipsItsFirstValue("late");
    PublishedField later = fieldThatSkipsItsFirstValue("later");
    DataSetStream stream = new DataSetStream(writer(0, late, later), new MessageNumbers(0));
    assertThat(report(stream, List.of(late, later), value(1), value(2))).isEmpty();

    DataSetMessage first = report(stream, List.of(late), value(3)).get(0);
    DataSetMessage second = report(stream, List.of(late), value(4)).get(0);

    assertThat(first.kind()).isEqualTo(Kind.KEY_FRAME);
    assertThat(first.values()).containsExactly(value(3), value(2));
    assertThat(second.kind()).isEqualTo(Kind.DELTA_FRAME);
    assertThat(second.values()).containsExactly(value(4));
  }

  @Test
  void aFieldThatSkipsItsFirstValueStartsWithItsSecond() {
    PublishedField late = fieldThatSkipsItsFirstValue("late");
    DataSetStream stream = new DataSetStream(writer(0, late), new MessageNumbers(0));

    assertThat(report(stream, List.of(late), value(1))).isEmpty();
    assertThat(report(stream, List.of(late), value(2)).get(0).values()).containsExactly(value(2));
  }

  @Test
  void aFieldThatAnEditRemovedIsLeftOutAndTheNumbersGoOn() {
    DataSetStream stream = new DataSetStream(writer(0, SPEED, LEVEL), new MessageNumbers(0));
    report(stream, List.of(SPEED, LEVEL), value(1), value(2));

    stream.change(writer(0, LEVEL));
    List<DataSetMessage> messages = report(stream, List.of(SPEED, LEVEL), value(3), value(4));

    assertThat(messages).hasSize(1);
    assertThat(messages.get(0).fields()).containsExactly(LEVEL);
    assertThat(messages.get(0).sequenceNumber()).isEqualTo(2);
  }

  private List<DataSetMessage> report(
      DataSetStream stream, List<PublishedField> fields, DataValue... values) {
    return stream.onDataChanges(
        source, fields.stream().map(PublishedField::item).toList(), Arrays.asList(values));
  }
}
