package org.bactrian.cloud.storage;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Decides when a table is looked at for rows that are due: after a change that this process has
 * made to the database, when the next row becomes due, and every two seconds for the changes of
 * other replicas. Safe for use by many threads.
 */
public final class DuePoll {

  /** Longest time between two looks. */
  static final Duration LONGEST = Duration.ofSeconds(2);

  private final LongSupplier changes;
  private final LongSupplier nanos;
  private long seenChanges = -1;
  private long nextNanos;

  /** A poll of a table of a database. */
  public DuePoll(Database database) {
    this(database::changes, System::nanoTime);
  }

  /**
   * A poll of a table.
   *
   * @param changes number of changes that this process has made
   * @param nanos time that only grows, in nanoseconds
   */
  public DuePoll(LongSupplier changes, LongSupplier nanos) {
    this.changes = changes;
    this.nanos = nanos;
    this.nextNanos = nanos.getAsLong();
  }

  /** Returns whether to look now, which counts as done then. */
  public synchronized boolean isDue() {
    long now = nanos.getAsLong();
    long present = changes.getAsLong();
    if (present == seenChanges && now - nextNanos < 0) {
      return false;
    }
    seenChanges = present;
    nextNanos = now + LONGEST.toNanos();
    return true;
  }

  /** Has the next look be made after a time at the latest. */
  public synchronized void within(Duration time) {
    if (time.compareTo(LONGEST) < 0) {
      long at = nanos.getAsLong() + Math.max(0, time.toNanos());
      nextNanos = at - nextNanos < 0 ? at : nextNanos;
    }
  }
}
