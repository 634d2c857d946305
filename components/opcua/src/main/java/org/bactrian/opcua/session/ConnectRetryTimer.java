package org.bactrian.opcua.session;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Timer of the next attempt to connect, which runs at once when a request waits for the connection.
 */
final class ConnectRetryTimer {

  private static final Runnable NOTHING = () -> {};

  private final ScheduledExecutorService timer;
  private final Executor serialExecutor;

  /** Used on the serial executor only, as the next. */
  private Runnable task = NOTHING;

  private @Nullable Future<?> wait;

  /**
   * @param serialExecutor where tasks run, one at a time
   */
  ConnectRetryTimer(ScheduledExecutorService timer, Executor serialExecutor) {
    this.timer = timer;
    this.serialExecutor = serialExecutor;
  }

  /**
   * On the serial executor: runs {@code next} after the delay, and nothing that was planned before.
   */
  void after(Duration delay, Runnable next) {
    stop();
    task = next;
    wait =
        timer.schedule(
            () ->
                serialExecutor.execute(
                    () -> {
                      if (task == next) {
                        now();
                      }
                    }),
            delay.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** On the serial executor: runs what is planned, if anything is. */
  void now() {
    Runnable planned = task;
    stop();
    planned.run();
  }

  /** On the serial executor: plans nothing. */
  void stop() {
    task = NOTHING;
    if (wait != null) {
      wait.cancel(false);
      wait = null;
    }
  }
}
