package org.bactrian.opcua.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.SplittableRandom;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampTextTest {

  private final TimestampText text = new TimestampText();

  @ParameterizedTest
  @CsvSource({
    "2026-01-02T03:04:05.6789Z, 2026-01-02T03:04:05.6789Z",
    "2026-01-02T03:04:05.7000000Z, 2026-01-02T03:04:05.7Z",
    "2026-01-02T03:04:05Z, 2026-01-02T03:04:05Z",
    "2026-01-02T03:04:05.0000001Z, 2026-01-02T03:04:05.0000001Z",
    "2000-02-29T23:59:59.9999999Z, 2000-02-29T23:59:59.9999999Z",
    "1900-03-01T00:00:00Z, 1900-03-01T00:00:00Z",
    "1601-01-01T00:00:00.0000001Z, 1601-01-01T00:00:00.0000001Z",
    "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z"
  })
  void aTimeHasUpToSevenDigitsOfFraction(Instant time, String expected) {
    text.format(TimestampText.ticksOf(time));

    assertThat(text).hasToString(expected);
  }

  @Test
  void whatIsLaterThanTheLastSecondIsTheLastSecond() {
    text.format(Long.MAX_VALUE);

    assertThat(text).hasToString("9999-12-31T23:59:59Z");
  }

  @Test
  void anyTimeReadsBackAsItself() {
    SplittableRandom random = new SplittableRandom(16);
    for (int i = 0; i < 50_000; i++) {
      long ticks = random.nextLong(1, 2_650_467_743_990_000_000L);
      text.format(ticks);
      assertThat(TimestampText.ticksOf(Instant.parse(text.toString()))).isEqualTo(ticks);
    }
  }

  @Test
  void ticksAreThoseOfMilo() {
    Instant time = Instant.parse("2026-01-02T03:04:05.1234567Z");

    assertThat(TimestampText.ticksOf(time)).isEqualTo(new DateTime(time).getUtcTime());
  }

  @Test
  void theFirstTimeStandsForNone() {
    assertThat(TimestampText.isNull(DateTime.MIN_VALUE)).isTrue();
    assertThat(TimestampText.isNull(null)).isTrue();
    assertThat(TimestampText.isNull(new DateTime(1))).isFalse();
  }
}
