package org.bactrian.opcua.session;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.bactrian.model.time.Backoff;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retry of attempts to connect: counts those that failed, waits longer after each, and tells each
 * new fault once. The next attempt is made at once when a request waits for the connection. All
 * methods are called on the serial executor.
 */
final class ConnectRetry {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectRetry.class);
  private static final Runnable NOTHING = () -> {};

  /** Interval of checks for a certificate that the operator has moved. */
  private static final Duration LOOK_FOR_TRUST = Duration.ofSeconds(2);

  private final Backoff backoff;
  private final ScheduledExecutorService timer;
  private final Executor serialExecutor;

  private int failures;

  /** Written on the serial executor only. */
  private volatile long total;

  private String lastFault = "";
  private Instant nextTry = Instant.EPOCH;
  private Runnable task = NOTHING;
  private @Nullable Future<?> wait;

  /**
   * @param backoff waits between attempts
   * @param serialExecutor where attempts run, one at a time
   */
  ConnectRetry(Backoff backoff, ScheduledExecutorService timer, Executor serialExecutor) {
    this.backoff = backoff;
    this.timer = timer;
    this.serialExecutor = serialExecutor;
  }

  /** Number of attempts in a row that failed. */
  int failures() {
    return failures;
  }

  /** Number of attempts that ever failed; may be called by any thread. */
  long total() {
    return total;
  }

  /** Fault that was told last; empty while connected. */
  String lastFault() {
    return lastFault;
  }

  /** Returns the time of the attempt that was planned last. */
  Instant nextTry() {
    return nextTry;
  }

  /** Notes that an attempt succeeded. */
  void connected() {
    failures = 0;
    lastFault = "";
  }

  /** Tells that the connection was lost, and plans the first attempt. */
  void lost(String fault, Runnable next) {
    failures = 0;
    lastFault = fault;
    LOG.warn("{}", lastFault);
    soon(next);
  }

  /** Tells why an attempt failed, and plans the next one. */
  void failed(ConnectFaultException fault, Runnable next) {
    failures++;
    total++;
    if (!fault.getMessage().equals(lastFault)) {
      lastFault = fault.getMessage();
      LOG.warn("{} It is tried again until it works.", lastFault);
      LOG.debug("{}", lastFault, fault);
    }
    Duration delay = backoff.after(failures);
    boolean looksForTrust = fault.isCuredByTrust() && delay.compareTo(LOOK_FOR_TRUST) > 0;
    after(looksForTrust ? LOOK_FOR_TRUST : delay, next);
  }

  /** Plans an attempt after the shortest wait. */
  void soon(Runnable next) {
    after(backoff.after(1), next);
  }

  /** Plans {@code next} after the delay, and nothing that was planned before. */
  private void after(Duration delay, Runnable next) {
    stop();
    task = next;
    nextTry = Instant.now().plus(delay);
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

  /** Runs what is planned, if anything is. */
  void now() {
    Runnable planned = task;
    stop();
    planned.run();
  }

  /** Plans nothing. */
  void stop() {
    task = NOTHING;
    if (wait != null) {
      wait.cancel(false);
      wait = null;
    }
  }
}
