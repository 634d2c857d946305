package org.bactrian.launcher.command;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bactrian.edge.options.RoleOptions;

/**
 * Lifetime of a command: until Ctrl-C, or for a number of seconds. Opened before what the command
 * runs and closed after it, so that Ctrl-C lets all of it stop in order.
 */
final class CommandLifetime implements AutoCloseable {

  private final Duration stopTimeout;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  private CommandLifetime(Duration stopTimeout) {
    this.stopTimeout = stopTimeout;
  }

  /** A life that ends within 30 s after Ctrl-C, as systemd and Kubernetes allow. */
  static CommandLifetime begin() {
    return begin(RoleOptions.DEFAULT_STOP_TIMEOUT);
  }

  /**
   * A life that ends in time.
   *
   * @param stopTimeout longest time between Ctrl-C, or SIGTERM, and the end of the process
   */
  static CommandLifetime begin(Duration stopTimeout) {
    CommandLifetime lifetime = new CommandLifetime(stopTimeout);
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

  /** Ends the life as Ctrl-C does. */
  void end() {
    asked.countDown();
  }

  @Override
  public void close() {
    stopped.countDown();
  }

  private void stop() {
    asked.countDown();
    try {
      // The JVM takes a moment to end, which belongs to the time, too.
      stopped.await(stopTimeout.toMillis() * 29 / 30, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
