package org.bactrian.opcua.session;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What a session does next by itself, later or, when somebody waits for it, at once. */
final class ConnectRetryTimer {

  private static final Runnable NOTHING = () -> {};

  private final ScheduledExecutorService timer;
  private final Executor lane;

  /** Used on the lane only, as the next. */
  private Runnable task = NOTHING;

  private Future<?> wait;

  /**
   * @param lane where tasks run, one at a time
   */
  ConnectRetryTimer(ScheduledExecutorService timer, Executor lane) {
    this.timer = timer;
    this.lane = lane;
  }

  /** On the lane: runs {@code next} after the delay, and nothing that was planned before. */
  void after(Duration delay, Runnable next) {
    stop();
    task = next;
    wait =
        timer.schedule(
            () ->
                lane.execute(
                    () -> {
                      if (task == next) {
                        now();
                      }
                    }),
            delay.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** On the lane: runs what is planned, if anything is. */
  void now() {
    Runnable planned = task;
    stop();
    planned.run();
  }

  /** On the lane: plans nothing. */
  void stop() {
    task = NOTHING;
    if (wait != null) {
      wait.cancel(false);
      wait = null;
    }
  }
}
