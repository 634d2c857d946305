package org.bactrian.model.method;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Limit of the methods that one transport carries out at once, on threads or waiting for a server
 * without one. Further ones are refused as busy. Safe for use by many threads.
 */
public final class ConcurrentMethodLimit {

  /** Methods at once. */
  public static final int MOST = 2_048;

  private final Semaphore free = new Semaphore(MOST);

  /** Takes a method in; false when there are as many as may be. */
  public boolean tryEnter() {
    return free.tryAcquire();
  }

  /** Lets a method go that was answered. */
  public void leave() {
    free.release();
  }

  /**
   * Waits until every method was answered.
   *
   * @return the number of methods that were not when the time was over
   */
  public int awaitAnswers(Duration longest) throws InterruptedException {
    if (free.tryAcquire(MOST, longest.toMillis(), TimeUnit.MILLISECONDS)) {
      free.release(MOST);
      return 0;
    }
    return MOST - free.availablePermits();
  }
}
