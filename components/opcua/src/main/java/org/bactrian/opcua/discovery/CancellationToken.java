package org.bactrian.opcua.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Cancels work from another thread, once and for good. Safe for use by several threads. */
public final class CancellationToken {

  private final List<Runnable> actions = new ArrayList<>();
  private boolean cancelled;

  /** Ends the work that looks here; a second time changes nothing. */
  public void cancel() {
    List<Runnable> now;
    synchronized (this) {
      cancelled = true;
      now = List.copyOf(actions);
      actions.clear();
    }
    now.forEach(Runnable::run);
  }

  /** Returns true once cancelled. */
  public synchronized boolean isCancelled() {
    return cancelled;
  }

  /**
   * Ends the thread's work where it is to end.
   *
   * @throws CancellationException when it is
   */
  public void check() {
    if (isCancelled()) {
      throw new CancellationException("cancelled");
    }
  }

  /** Has something done at once when the work is to end; at the latest when it already is. */
  public void onCancel(Runnable action) {
    synchronized (this) {
      if (!cancelled) {
        actions.add(action);
        return;
      }
    }
    action.run();
  }

  /** Takes {@link #onCancel} back. */
  synchronized void forget(Runnable action) {
    actions.remove(action);
  }
}
