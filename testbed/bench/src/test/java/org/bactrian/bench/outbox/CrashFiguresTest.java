package org.bactrian.bench.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrashFiguresTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "all is there,             lowest=801 highest=1000 intact=200 refused=0 wrong=0, 0, 0",
    "more than was durable,    lowest=821 highest=1020 intact=200 refused=0 wrong=0, 0, 0",
    "the end is missing,       lowest=801 highest=990 intact=190 refused=0 wrong=0, 10, 0",
    "one in the middle,        lowest=801 highest=1000 intact=199 refused=1 wrong=0, 1, 0",
    "one with other bytes,     lowest=801 highest=1000 intact=199 refused=0 wrong=1, 0, 1",
    "nothing is there,         lowest=9223372036854775807 highest=0 intact=0 refused=0 wrong=0,"
        + " 1000, 0"
  })
  void whatIsMissingAndWhatIsWrongAreToldApart(String name, String found, long lost, long wrong) {
    assertThat(CrashFigures.of(1_000, StoreFigures.parse(found)))
        .isEqualTo(new CrashFigures(lost, wrong));
  }

  @Test
  void aBodyWithOneOtherByteIsNotIntact() {
    byte[] body = NumberedBody.of(17);
    assertThat(NumberedBody.isIntact(body)).isTrue();
    assertThat(NumberedBody.number(body)).isEqualTo(17);

    body[5_000] ^= 1;
    assertThat(NumberedBody.isIntact(body)).isFalse();
  }
}
