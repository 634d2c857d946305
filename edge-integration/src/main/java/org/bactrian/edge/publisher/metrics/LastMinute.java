package org.bactrian.edge.publisher.metrics;

import java.util.concurrent.TimeUnit;
import org.bactrian.edge.publisher.stream.StreamCounter;
import org.bactrian.edge.publisher.stream.StreamCounters;

/** Counts of a WriterGroup in the last 60 s, as exact as it is sampled. Thread-safe. */
final class LastMinute {

  private static final int SECONDS = 60;

  private final StreamCounters counters;
  private final long startedNanos;

  /** Counts at the end of each of the last seconds, by second modulo their number. */
  private final long[][] samples = new long[SECONDS][];

  private long lastSecond;

  LastMinute(StreamCounters counters, long nowNanos) {
    this.counters = counters;
    this.startedNanos = nowNanos;
    samples[0] = now();
  }

  /** Takes a sample; seconds that were missed count as the one before. */
  synchronized void sample(long nowNanos) {
    long second = secondsSinceStart(nowNanos);
    long[] sample = now();
    for (long missed = Math.max(lastSecond + 1, second - SECONDS + 1); missed <= second; missed++) {
      samples[(int) (missed % SECONDS)] = sample;
    }
    lastSecond = Math.max(lastSecond, second);
  }

  /** Count in the last minute, or since the start where that is less. */
  synchronized long count(StreamCounter counter) {
    long oldest = Math.max(0, lastSecond - SECONDS + 1);
    return counters.count(counter) - samples[(int) (oldest % SECONDS)][counter.ordinal()];
  }

  /** Seconds since the group started, a fraction included. */
  double seconds(long nowNanos) {
    return Math.max(1, nowNanos - startedNanos) / (double) TimeUnit.SECONDS.toNanos(1);
  }

  private long secondsSinceStart(long nowNanos) {
    return TimeUnit.NANOSECONDS.toSeconds(nowNanos - startedNanos);
  }

  private long[] now() {
    StreamCounter[] all = StreamCounter.values();
    long[] counts = new long[all.length];
    for (StreamCounter counter : all) {
      counts[counter.ordinal()] = counters.count(counter);
    }
    return counts;
  }
}
