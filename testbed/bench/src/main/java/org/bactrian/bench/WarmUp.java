package org.bactrian.bench;

import java.time.Duration;
import java.util.List;
import org.bactrian.bench.process.CpuTime;

/**
 * Warm-up before the measurement. One client alone would ask for minutes until the JVM has compiled
 * what it runs, so several ask.
 */
final class WarmUp {

  private static final int CLIENTS = 16;
  private static final Duration SLICE = Duration.ofSeconds(1);

  /** Compiling never ends quite; from here on it changes the figures less than chance does. */
  private static final double ENOUGH_PERCENT = 5;

  private WarmUp() {}

  /** Goes some ways in turns until the JVM compiles little more, or a time is over. */
  static void with(List<MeasuredOperation> ways, Duration most) throws Exception {
    long end = System.nanoTime() + most.toNanos();
    CpuTime slice;
    do {
      slice = CpuTime.now();
      for (MeasuredOperation way : ways) {
        ConcurrentClients.measure(way, CLIENTS, SLICE);
      }
    } while (slice.compilingPercent() > ENOUGH_PERCENT && System.nanoTime() < end);
  }
}
