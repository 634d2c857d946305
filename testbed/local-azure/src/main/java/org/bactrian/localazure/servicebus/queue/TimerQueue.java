package org.bactrian.localazure.servicebus.queue;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;

/** Tasks that are due at some moment, behind one timer. Belongs to the event loop. */
final class TimerQueue {

  // Also bounds how late we are when somebody sets the clock of the machine.
  private static final long MAX_WAIT_MILLIS = 60_000;

  private final Vertx vertx;
  private final Clock clock;
  private final TreeMap<TimerDeadline, Runnable> actions = new TreeMap<>();
  private Instant wake = Instant.MAX;
  private long timer;
  private long next;

  TimerQueue(Vertx vertx, Clock clock) {
    this.vertx = vertx;
    this.clock = clock;
  }

  /** A moment; the number keeps those of the same moment apart. */
  record TimerDeadline(Instant at, long number) implements Comparable<TimerDeadline> {
    @Override
    public int compareTo(TimerDeadline other) {
      int byTime = at.compareTo(other.at);
      return byTime == 0 ? Long.compare(number, other.number) : byTime;
    }
  }

  TimerDeadline add(Instant at, Runnable action) {
    TimerDeadline deadline = new TimerDeadline(at, next++);
    actions.put(deadline, action);
    if (at.isBefore(wake)) {
      wakeAt(at);
    }
    return deadline;
  }

  void cancel(TimerDeadline deadline) {
    actions.remove(deadline);
  }

  private void wakeAt(Instant at) {
    vertx.cancelTimer(timer);
    wake = at;
    long wait = Duration.between(clock.instant(), at).toMillis() + 1;
    timer = vertx.setTimer(Math.max(1, Math.min(wait, MAX_WAIT_MILLIS)), fired -> run());
  }

  private void run() {
    wake = Instant.MAX;
    Instant now = clock.instant();
    while (!actions.isEmpty() && !actions.firstKey().at().isAfter(now)) {
      actions.pollFirstEntry().getValue().run();
    }
    if (!actions.isEmpty()) {
      wakeAt(actions.firstKey().at());
    }
  }
}
