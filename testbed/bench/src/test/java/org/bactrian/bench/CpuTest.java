package org.bactrian.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CpuTest {

  private static final long A_WHILE = Duration.ofMillis(200).toNanos();

  /** A processor counts up to two ticks late, and so do the compilers. */
  private static final long TICKS = Duration.ofMillis(50).toNanos();

  @Test
  void whatIsSpentSinceAMomentCounts() {
    long thread = Cpu.ofThread();
    Cpu moment = Cpu.now();

    while (Cpu.ofThread() - thread < A_WHILE) {
      Thread.onSpinWait();
    }

    assertThat(moment.spent()).isGreaterThanOrEqualTo(A_WHILE - TICKS);
    assertThat(moment.compilingPercent()).isBetween(0.0, 100.0);
  }
}
