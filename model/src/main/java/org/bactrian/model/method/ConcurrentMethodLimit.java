package org.bactrian.model.method;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Limit of the methods that one transport carries out at once, on threads or waiting for a server
 * without one. Further ones are refused as busy. Safe for use by many threads.
 */
public final class ConcurrentMethodLimit {

  private final int most;
  private final Semaphore free;

  /**
   * @param most largest number of methods at once
   */
  public ConcurrentMethodLimit(int most) {
    this.most = most;
    this.free = new Semaphore(most);
  }

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
    if (free.tryAcquire(most, longest.toMillis(), TimeUnit.MILLISECONDS)) {
      free.release(most);
      return 0;
    }
    return most - free.availablePermits();
  }
}
