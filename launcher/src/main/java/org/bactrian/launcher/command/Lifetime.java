package org.bactrian.launcher.command;

import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How long a command runs: until Ctrl-C, or for some seconds. Opened before what the command runs
 * and closed after it, so that Ctrl-C lets all of it stop in order.
 */
final class Lifetime implements AutoCloseable {

  /** Longest time between Ctrl-C and the end of the process. */
  private static final long STOP_SECONDS = 3;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  private Lifetime() {}

  static Lifetime begin() {
    Lifetime lifetime = new Lifetime();
    Runtime.getRuntime().addShutdownHook(new Thread(lifetime::stop, "stop"));
    return lifetime;
  }

  /** Waits for Ctrl-C, or until {@code seconds} are over. */
  void await(OptionalLong seconds) throws InterruptedException {
    if (seconds.isPresent()) {
      asked.await(seconds.getAsLong(), TimeUnit.SECONDS);
    } else {
      asked.await();
    }
  }

  @Override
  public void close() {
    stopped.countDown();
  }

  private void stop() {
    asked.countDown();
    try {
      stopped.await(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
