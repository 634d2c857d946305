package org.bactrian.model.time;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Interval at which a fault that repeats is logged: at its first time, then at most once in so
 * long. Thread-safe.
 */
public final class LogInterval {

  private final Duration between;
  private final LongSupplier nanos;
  private @Nullable Long lastNanos;

  /**
   * @param between shortest time between two lines
   */
  public LogInterval(Duration between) {
    this(between, System::nanoTime);
  }

  LogInterval(Duration between, LongSupplier nanos) {
    this.between = between;
    this.nanos = nanos;
  }

  /** Returns whether a line is to be logged now; the interval begins with it then. */
  public synchronized boolean isDue() {
    long now = nanos.getAsLong();
    Long last = lastNanos;
    if (last != null && now - last < between.toNanos()) {
      return false;
    }
    lastNanos = now;
    return true;
  }

  /** Sentence part that says how often lines come. */
  @Override
  public String toString() {
    return "logged at most once in " + between.toSeconds() + " s";
  }
}
