package org.bactrian.bench.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

  private final LatencyHistogram latencies = new LatencyHistogram();

  @Test
  void aQuantileIsTheSmallestThatTheShareDoesNotExceed() {
    IntStream.rangeClosed(1, 100).forEach(latencies::add);

    assertThat(latencies.quantile(0.5)).isEqualTo(50);
    assertThat(latencies.quantile(0.99)).isEqualTo(99);
  }

  @Test
  void timesBeyondTheRangeCountAsItsEnds() {
    latencies.add(-3);
    latencies.add(3_600_000);

    assertThat(latencies.quantile(0.5)).isZero();
    assertThat(latencies.quantile(0.99)).isEqualTo(LatencyHistogram.LONGEST_MILLIS);
  }

  @Test
  void afterClearingThereIsNothing() {
    latencies.add(7);

    latencies.clear();

    assertThat(latencies.quantile(0.5)).isZero();
  }
}
