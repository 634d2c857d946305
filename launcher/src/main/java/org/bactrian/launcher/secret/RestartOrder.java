package org.bactrian.launcher.secret;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Order in which processes restart whose secret has changed. */
@FunctionalInterface
public interface RestartOrder {

  /** Each process at a moment that it chooses by chance. */
  RestartOrder BY_CHANCE =
      within ->
          TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(within.toMillis() + 1));

  /**
   * Waits until this process may end.
   *
   * @param within time within which the process is to end when it knows nothing of others; zero for
   *     at once
   */
  void await(Duration within) throws InterruptedException;
}
