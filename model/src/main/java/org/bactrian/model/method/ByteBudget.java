package org.bactrian.model.method;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that all calls may keep together. Safe for use by several threads. */
final class ByteBudget {

  private final long max;
  private final AtomicLong taken = new AtomicLong();

  ByteBudget(long max) {
    this.max = max;
  }

  long max() {
    return max;
  }

  private boolean take(long bytes) {
    long before = taken.get();
    while (bytes <= max - before) {
      if (taken.compareAndSet(before, before + bytes)) {
        return true;
      }
      before = taken.get();
    }
    return false;
  }

  /** What one call keeps of the budget, which begins with nothing. */
  final class Share {

    private long held;
    private boolean ended;

    /** Takes so many bytes more; false when there is no room, or the share has ended. */
    synchronized boolean take(long bytes) {
      if (ended || !ByteBudget.this.take(bytes)) {
        return false;
      }
      held += bytes;
      return true;
    }

    /** Gives back all but so many bytes. */
    synchronized void shrinkTo(long bytes) {
      if (held > bytes) {
        taken.addAndGet(bytes - held);
        held = bytes;
      }
    }

    /** Gives back everything, for good. */
    synchronized void end() {
      shrinkTo(0);
      ended = true;
    }
  }
}
