package org.bactrian.model.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeSpanTextTest {

  @ParameterizedTest
  @CsvSource({
    "00:00:05, PT5S",
    "06:00:00, PT6H",
    "1.02:03:04, PT26H3M4S",
    "00:00:00.5000000, PT0.5S",
    "-10675199.23:59:59.0000012, PT-256204799H-59M-59.0000012S",
    "-00:01:00, PT-1M"
  })
  void aDurationIsWrittenAsItIsRead(String text, Duration duration) {
    assertThat(TimeSpanText.parse(text)).contains(duration);
    assertThat(TimeSpanText.format(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"2, PT48H", "1:30, PT1H30M", "1:00:00:00, PT24H", "00:00:01.25, PT1.25S"})
  void shorterFormsAreReadToo(String text, Duration duration) {
    assertThat(TimeSpanText.parse(text)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5 s", "24:00:00", "00:60:00", "PT5S", "1:2:3:4:5"})
  void whatIsNoDurationIsRefused(String text) {
    assertThat(TimeSpanText.parse(text)).isEmpty();
  }

  @Test
  void lessThanATickIsCutOff() {
    assertThat(TimeSpanText.format(Duration.ofNanos(199))).isEqualTo("00:00:00.0000001");
  }
}
