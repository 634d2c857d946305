package org.bactrian.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MeasurementTest {

  @Test
  void aShareOfTheRequestsTookNoLongerThanItsQuantile() {
    long[] nanos = LongStream.rangeClosed(1, 100).map(i -> (101 - i) * 1_000_000).toArray();

    Measurement measured = new Measurement(nanos, 2, 250_000_000);

    assertThat(measured.millis(0.5)).isEqualTo(50);
    assertThat(measured.millis(0.99)).isEqualTo(99);
    assertThat(measured.millis(1)).isEqualTo(100);
    assertThat(measured.millis(0)).isEqualTo(1);
    assertThat(measured.perSecond()).isEqualTo(50);
    assertThat(measured.cpuMillis()).isEqualTo(2.5);
  }

  @Test
  void twoRunsCountTogether() {
    Measurement both =
        new Measurement(new long[] {3_000_000}, 1, 500_000)
            .and(new Measurement(new long[] {1_000_000}, 1, 2_500_000));

    assertThat(both.millis(0.5)).isEqualTo(1);
    assertThat(both.millis(1)).isEqualTo(3);
    assertThat(both.perSecond()).isEqualTo(1);
    assertThat(both.cpuMillis()).isEqualTo(1.5);
  }

  @Test
  void nothingMeasuredIsNoResult() {
    assertThatThrownBy(() -> new Measurement(new long[0], 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
