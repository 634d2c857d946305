package org.bactrian.cloud.telemetry.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.bactrian.cloud.telemetry.HubMessages;
import org.bactrian.iothub.events.HubMessage;
import org.bactrian.model.telemetry.MonitoredItemMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that are refused, since they are no telemetry or would cost more than they are. */
class RefusedMessagesDecodingTest {

  private final TelemetryDecoder decoder = new TelemetryDecoder();

  @Test
  void aSmallBodyThatWouldBecomeHugeIsRefused() throws Exception {
    HubMessage bomb = HubMessages.compressed(new byte[TelemetryDecoder.MAX_INFLATED_BYTES + 1]);

    assertThatThrownBy(() -> decoder.decode(bomb))
        .isInstanceOf(TelemetryDecodingException.class)
        .hasMessageContaining("16777216 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"a\":1",
        "42",
        "[1]",
        "<xml/>",
        "{\"Messages\":[1]}",
        "{\"a\":{\"Value\":1,\"SourceTimestamp\":\"yesterday\"}}",
        "{\"a\":{\"Value\":{\"Type\":8,\"Body\":\"many\"}}}"
      })
  void aBodyThatIsNoTelemetryIsRefusedWithTheReason(String body) throws Exception {
    HubMessage message = HubMessages.of(HubMessages.NETWORK, body);

    if (body.isEmpty()) {
      assertThat(decoder.decode(message).values()).as("an empty body").isEmpty();
    } else {
      assertThatThrownBy(() -> decoder.decode(message))
          .isInstanceOf(TelemetryDecodingException.class);
    }
  }

  @Test
  void anIntegerOfMillionsOfDigitsIsRefusedAtOnce() throws Exception {
    String digits = "9".repeat(10_000_000);
    HubMessage message =
        HubMessages.compressed(bytes("{\"a\":{\"Type\":8,\"Body\":\"%s\"}}".formatted(digits)));

    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThatThrownBy(() -> decoder.decode(message))
                .isInstanceOf(TelemetryDecodingException.class)
                .hasMessageContaining("an integer of 64 bits with 10,000,000 digits"));
  }

  @Test
  void aBodyThatIsTooDeepIsRefused() {
    HubMessage message = HubMessages.of(HubMessages.NETWORK, "[".repeat(100_000));

    assertThatThrownBy(() -> decoder.decode(message))
        .isInstanceOf(TelemetryDecodingException.class)
        .hasMessageContaining("deeper");
  }

  @Test
  void aBinaryArrayWhoseElementsHaveNoBytesIsRefused() {
    ByteBuffer body = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    body.put((byte) 0).putInt(0).put((byte) 1).put((byte) 0x80).putInt(100).put(new byte[100]);

    assertThatThrownBy(
            () ->
                decoder.decode(
                    HubMessages.binary("application/x-monitored-item-uabinary-v1", body)))
        .isInstanceOf(TelemetryDecodingException.class)
        .hasMessageContaining("an array of values without a type");
  }

  @Test
  void aBinaryBodyThatEndsTooSoonIsRefused() {
    ByteBuffer body = ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN);
    body.put((byte) 0).putInt(0x100).putInt(Integer.MAX_VALUE);

    assertThatThrownBy(
            () ->
                decoder.decode(
                    HubMessages.binary("application/x-monitored-item-uabinary-v1", body)))
        .isInstanceOf(TelemetryDecodingException.class)
        .hasMessageContaining("ends before");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[{\"Messages\":[%s{}]}]", "{\"a\":[%s0]}", "[%s{}]", "{%s\"a\":0}"})
  void aSmallBodyThatHoldsTooManyPartsIsRefused(String form) throws Exception {
    String part = form.contains("a\":[") ? "0," : form.startsWith("{%s") ? "\"a\":0," : "{},";
    HubMessage bomb =
        HubMessages.compressed(bytes(form.formatted(part.repeat(BodyParts.MOST + 1))));

    assertThatThrownBy(() -> decoder.decode(bomb))
        .isInstanceOf(TelemetryDecodingException.class)
        .hasMessageContaining("250000 messages and values");
  }

  @Test
  void manyMessagesBesideManyMembersTakeNoLongerThanTheyAreLarge() throws Exception {
    String members = "\"x\":1,".repeat(60_000);
    String messages = "{},".repeat(60_000) + "{}";
    HubMessage message =
        HubMessages.of(HubMessages.NETWORK, "{" + members + "\"Messages\":[" + messages + "]}");

    assertTimeout(
        Duration.ofSeconds(10),
        () -> assertThat(decoder.decode(message).dataSets()).hasSize(60_001));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+999999999-12-31T23:59:59-18:00",
        "-999999999-01-01T00:00:00+18:00",
        "10000-01-01T00:00:00Z",
        "+10000-01-01T00:00:00Z"
      })
  void aTimeThatNoDateTimeHoldsIsNoneOfAnyMessageButItsOwn(String time) throws Exception {
    HubMessage message =
        HubMessages.of(
            HubMessages.NETWORK, "{\"a\":{\"Value\":1,\"SourceTimestamp\":\"" + time + "\"}}");

    if (time.startsWith("-")) {
      assertThat(decoder.decode(message).values())
          .as("as early as none")
          .singleElement()
          .extracting(MonitoredItemMessage::sourceTimestamp)
          .isNull();
    } else {
      assertThatThrownBy(() -> decoder.decode(message))
          .isInstanceOf(TelemetryDecodingException.class)
          .hasMessageContaining("is no time");
    }
  }

  @Test
  void theReasonIsShortWhateverTheMessageHolds() {
    HubMessage message =
        HubMessages.of(
            HubMessages.NETWORK,
            "{\"a\":{\"SourceTimestamp\":\"" + "long ago ".repeat(10_000) + "\"}}");

    assertThatThrownBy(() -> decoder.decode(message))
        .isInstanceOf(TelemetryDecodingException.class)
        .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(400));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
