package org.bactrian.model.method;

import java.util.concurrent.atomic.AtomicLong;
import org.bactrian.model.setting.SettingRange;

/** Bytes that all calls or requests may keep together. Safe for use by several threads. */
public final class ByteBudget {

  private final long max;
  private final AtomicLong taken = new AtomicLong();

  /** A budget of {@code max} bytes, at least 1. */
  public ByteBudget(long max) {
    SettingRange.atLeastOne("max", max);
    this.max = max;
  }

  /** A quarter of the largest heap that this process may have, in bytes. */
  public static long quarterOfHeap() {
    return Runtime.getRuntime().maxMemory() / 4;
  }

  /** All bytes of the budget, taken or not. */
  public long max() {
    return max;
  }

  /** Bytes that are taken at the moment. */
  public long taken() {
    return taken.get();
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

  /** Share of the budget that one call or request holds; it begins with nothing. */
  public final class Share {

    private long held;
    private boolean ended;

    /** Takes so many bytes more; false when there is no room, or the share has ended. */
    public synchronized boolean take(long bytes) {
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
    public synchronized void end() {
      shrinkTo(0);
      ended = true;
    }
  }
}
