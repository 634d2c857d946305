package org.bactrian.model.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LogIntervalTest {

  private long nanos = Long.MAX_VALUE - 5;
  private final LogInterval interval = new LogInterval(Duration.ofNanos(10), () -> nanos);

  @Test
  void aFaultIsLoggedAtItsFirstTimeAndOnceInEachInterval() {
    assertThat(interval.isDue()).isTrue();
    nanos += 9;
    assertThat(interval.isDue()).isFalse();
    nanos += 1;
    assertThat(interval.isDue()).isTrue();
    assertThat(interval.isDue()).isFalse();
  }
}
