package org.bactrian.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

  @Test
  void aShareOfTheReadsTookNoLongerThanItsQuantile() {
    long[] nanos = LongStream.rangeClosed(1, 100).map(i -> (101 - i) * 1_000_000).toArray();

    Latencies latencies = new Latencies(nanos, 2);

    assertThat(latencies.millis(0.5)).isEqualTo(50);
    assertThat(latencies.millis(0.99)).isEqualTo(99);
    assertThat(latencies.millis(1)).isEqualTo(100);
    assertThat(latencies.millis(0)).isEqualTo(1);
    assertThat(latencies.perSecond()).isEqualTo(50);
  }

  @Test
  void twoRunsCountTogether() {
    Latencies both =
        new Latencies(new long[] {3_000_000}, 1).and(new Latencies(new long[] {1_000_000}, 1));

    assertThat(both.millis(0.5)).isEqualTo(1);
    assertThat(both.millis(1)).isEqualTo(3);
    assertThat(both.perSecond()).isEqualTo(1);
  }

  @Test
  void nothingReadIsNoResult() {
    assertThatThrownBy(() -> new Latencies(new long[0], 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
