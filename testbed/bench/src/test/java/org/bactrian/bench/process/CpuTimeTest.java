package org.bactrian.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CpuTimeTest {

  private static final long A_WHILE = Duration.ofMillis(200).toNanos();

  /** A processor counts up to two ticks late, and so do the compilers. */
  private static final long TICKS = Duration.ofMillis(50).toNanos();

  @Test
  void whatIsSpentSinceAMomentCounts() {
    long thread = CpuTime.ofThread();
    CpuTime moment = CpuTime.now();

    while (CpuTime.ofThread() - thread < A_WHILE) {
      Thread.onSpinWait();
    }

    assertThat(moment.spent()).isGreaterThanOrEqualTo(A_WHILE - TICKS);
    assertThat(moment.compilingPercent()).isBetween(0.0, 100.0);
  }

  @Test
  void threadsThatEndWhileTheyAreReadAreLeftOut() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    Thread[] starters = new Thread[4];
    for (int i = 0; i < starters.length; i++) {
      starters[i] = new Thread(() -> startThreadsUntil(enough));
      starters[i].start();
    }
    try {
      long thread = CpuTime.ofThread();
      while (CpuTime.ofThread() - thread < 3 * A_WHILE) {
        assertThatCode(CpuTime::now).doesNotThrowAnyException();
      }
    } finally {
      enough.set(true);
      for (Thread starter : starters) {
        starter.join();
      }
    }
  }

  private static void startThreadsUntil(AtomicBoolean enough) {
    while (!enough.get()) {
      Thread brief = new Thread(() -> {});
      brief.start();
      try {
        brief.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
