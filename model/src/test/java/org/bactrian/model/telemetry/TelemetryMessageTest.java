package org.bactrian.model.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryMessageTest {

  private static final String BAD =
      "{\"Value\":20.50,\"StatusCode\":{\"Symbol\":\"BadNoCommunication\",\"Code\":2150694912},"
          + "\"SourceTimestamp\":\"2026-01-02T03:04:05.6789Z\"}";
  private static final String STRICT =
      "{\"MessageId\":\"1\",\"MessageType\":\"ua-data\",\"PublisherId\":\"edge\","
          + "\"DataSetWriterGroup\":\"Asset0\",\"Messages\":["
          + "{\"DataSetWriterId\":3,\"SequenceNumber\":7,\"MetaDataVersion\":{\"MajorVersion\":1,"
          + "\"MinorVersion\":0},\"Timestamp\":\"2026-01-02T03:04:05.7Z\","
          + "\"MessageType\":\"ua-keyframe\",\"DataSetWriterName\":\"DataFlow0\","
          + "\"Payload\":{\"c\":{\"Value\":\"42\"},\"temp\":"
          + BAD
          + "}},{\"DataSetWriterId\":3,\"SequenceNumber\":8,\"MessageType\":\"ua-deltaframe\","
          + "\"DataSetWriterName\":\"DataFlow0\",\"Payload\":{\"c\":{\"Value\":\"43\"}}}]}";
  private static final String COMPATIBLE =
      "[{\"MessageId\":\"1\",\"MessageType\":\"ua-data\",\"Messages\":[{\"DataSetWriterId\":"
          + "\"DataFlow0\",\"Payload\":{\"temp\":{\"Value\":1},\"c\":{\"Value\":2}}}]},"
          + "{\"MessageId\":\"2\",\"MessageType\":\"ua-data\",\"Messages\":[{\"DataSetWriterId\":"
          + "\"DataFlow1\",\"Payload\":{\"temp\":{\"Value\":3}}}]}]";
  private static final String SAMPLES =
      "[{\"NodeId\":\"i=1\",\"DisplayName\":\"temp\",\"Value\":"
          + BAD
          + "},{\"NodeId\":\"i=2\",\"DisplayName\":\"c\",\"Value\":5}]";

  @Test
  void aMessageTellsItsHeaders() {
    TelemetryMessage message = read(STRICT);

    assertThat(message.messageId()).isEqualTo("1");
    assertThat(message.publisherId()).isEqualTo("edge");
    assertThat(message.writerGroup()).isEqualTo("Asset0");
    assertThat(message.messages()).hasSize(2);
    TelemetryDataSet first = message.messages().get(0);
    assertThat(first.writer()).isEqualTo("DataFlow0");
    assertThat(first.kind()).isEqualTo("ua-keyframe");
    assertThat(first.sequenceNumber()).hasValue(7);
    assertThat(first.timestamp()).contains(Instant.parse("2026-01-02T03:04:05.7Z"));
    assertThat(first.fields()).containsOnlyKeys("c", "temp");
  }

  @Test
  void aFieldTellsValueStatusAndTimestamps() {
    TelemetryField field = read(STRICT).field("temp");

    assertThat(field.value()).isEqualTo(20.5);
    assertThat(field.number()).isEqualTo(20.5);
    assertThat(field.status()).isEqualTo("BadNoCommunication");
    assertThat(field.statusCode()).isEqualTo(0x80310000L);
    assertThat(field.isGood()).isFalse();
    assertThat(field.sourceTimestamp()).contains(Instant.parse("2026-01-02T03:04:05.6789Z"));
    assertThat(field.serverTimestamp()).isEmpty();
  }

  @Test
  void theNewestValueIsTheOneThatIsAskedFor() {
    assertThat(read(STRICT).number("c")).isEqualTo(43);
    assertThat(read(COMPATIBLE).number("temp")).isEqualTo(3);
    assertThat(read(SAMPLES).number("c")).isEqualTo(5);
    assertThat(read(SAMPLES).field("c").status()).isEqualTo("Good");
  }

  @Test
  void aDescriptionOfADataSetHasNoValuesAndIsLeftAsItIs() {
    String description =
        """
        {"MessageId":"1","MessageType":"ua-metadata","PublisherId":"edge","DataSetWriterId":1,\
        "MetaData":{"Fields":[{"Name":"temp"}]},"DataSetWriterName":"DataFlow0"}""";

    assertThat(read(description).messages()).isEmpty();
    assertThat(read(description).only("temp").toBytes()).asString().isEqualTo(description);
  }

  @Test
  void aFieldThatIsNotThereSaysSo() {
    TelemetryField field = read(STRICT).field("none");

    assertThat(field.exists()).isFalse();
    assertThat(field.isNull()).isTrue();
    assertThat(field.number()).isNaN();
    assertThat(field.text()).isEmpty();
    assertThat(field.value()).isEqualTo("");
    assertThat(read(STRICT).above("none", -1e300)).isFalse();
    assertThat(read(STRICT).below("none", 1e300)).isFalse();
  }

  @Test
  void limitsAreComparedWithEveryValueOfABatch() {
    assertThat(read(COMPATIBLE).below("temp", 2)).isTrue();
    assertThat(read(COMPATIBLE).above("temp", 2)).isTrue();
    assertThat(read(COMPATIBLE).above("temp", 3)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        STRICT,
        COMPATIBLE,
        SAMPLES,
        "[{\"c0\":42,\"temp\":20.50},{\"c0\":43}]",
        "{\"c0\":{\"Value\":1E+20}}",
        "{}",
        "{\"a\":0.10000000000000001,\"b\":18446744073709551615,\"c\":null,\"d\":[1,{}]}"
      })
  void whatIsNotChangedIsWrittenAsItWasRead(String json) {
    assertThat(text(read(json))).isEqualTo(json);
    assertThat(text(read(json).without("nothing"))).isEqualTo(json);
  }

  @Test
  void aDataSetThatLosesAllFieldsGoesAndSoDoesItsNetworkMessage() {
    assertThat(read(COMPATIBLE).without("temp").messages()).hasSize(1);
    assertThat(read(COMPATIBLE).only("c").number("c")).isEqualTo(2);
    assertThat(read(STRICT).withoutAll(List.of("temp", "c")).isEmpty()).isTrue();
    assertThat(text(read(SAMPLES).only("temp"))).isEqualTo(SAMPLES.split(",\\{\"NodeId")[0] + "]");
  }

  @Test
  void aValueThatIsChangedKeepsStatusTimestampsAndType() {
    TelemetryMessage reversible = read("{\"a\":{\"Value\":{\"Type\":\"Double\",\"Body\":1.5}}}");

    assertThat(text(read(SAMPLES).withNumber("temp", 7))).isEqualTo(SAMPLES.replace("20.50", "7"));
    assertThat(text(read(SAMPLES).withBoolean("temp", true)))
        .isEqualTo(SAMPLES.replace("20.50", "true"));
    assertThat(text(reversible.withNumber("a", 2.5)))
        .isEqualTo("{\"a\":{\"Value\":{\"Type\":\"Double\",\"Body\":2.5}}}");
    assertThat(reversible.number("a")).isEqualTo(1.5);
  }

  @Test
  void aKeepAliveStays() {
    String keepAlive =
        "{\"MessageId\":\"1\",\"Messages\":[{\"MessageType\":\"ua-keepalive\",\"Payload\":{}}]}";

    assertThat(text(read(keepAlive).without("a"))).isEqualTo(keepAlive);
    assertThat(read(keepAlive).messages().get(0).isEmpty()).isTrue();
  }

  @Test
  void messagesAreChosenByACondition() {
    TelemetryMessage chosen =
        read(COMPATIBLE).where(message -> message.writer().equals("DataFlow1"));

    assertThat(chosen.messages()).extracting(TelemetryDataSet::writer).containsExactly("DataFlow1");
    assertThat(chosen.messageId()).isEqualTo("2");
  }

  @Test
  void structuresAndArraysAreMapsAndLists() {
    TelemetryMessage message = read("{\"a\":{\"Value\":{\"x\":1.5,\"y\":[1,true]}}}");

    assertThat(message.field("a").value()).isEqualTo(Map.of("x", 1.5, "y", List.of(1, true)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello", "{", "{} {}", "42"})
  void whatIsNoMessageSaysSo(String body) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOf(TelemetryFormatException.class)
        .hasMessageStartingWith("The body is");
  }

  private static TelemetryMessage read(String json) {
    return TelemetryMessage.read(json.getBytes(UTF_8));
  }

  private static String text(TelemetryMessage message) {
    return new String(message.toBytes(), UTF_8);
  }
}
