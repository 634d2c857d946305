package org.bactrian.opcua.discovery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import org.bactrian.model.fault.FutureFailure;

/**
 * Runs a probe on every candidate, a bounded number at once. When this host runs out of sockets,
 * fewer run at once, and none is left out.
 *
 * @param <T> what is looked at
 */
final class ProbeScheduler<T> {

  /** Time between two reports of progress. */
  static final Duration REPORT_INTERVAL = Duration.ofSeconds(3);

  /** Wait for a socket that somebody else on this host may give back. */
  private static final Duration SOCKET_WAIT = Duration.ofMillis(200);

  private final Iterator<T> candidates;
  private final long total;
  private final Probe<T> probe;
  private final ProbeConcurrency concurrency;
  private final ScanListener<T> listener;
  private final CancellationToken cancellation;

  private final List<T> found = new ArrayList<>();
  private final Queue<T> again = new ArrayDeque<>();
  private int allowed;
  private int active;
  private long done;
  private long nextReport;
  private long notBefore;

  ProbeScheduler(
      Iterator<T> candidates,
      long total,
      Probe<T> probe,
      ProbeConcurrency concurrency,
      ScanListener<T> listener,
      CancellationToken cancellation) {
    this.candidates = candidates;
    this.total = total;
    this.probe = probe;
    this.concurrency = concurrency;
    this.listener = listener;
    this.cancellation = cancellation;
    this.allowed = concurrency.most();
  }

  /**
   * Looks at all of them and returns what was found.
   *
   * @throws CancellationException when the scan was cancelled
   */
  List<T> run() throws InterruptedException {
    Runnable wake = this::wake;
    cancellation.onCancel(wake);
    nextReport = System.nanoTime() + REPORT_INTERVAL.toNanos();
    notBefore = System.nanoTime();
    try {
      for (List<T> next = next(); !next.isEmpty(); next = next()) {
        launch(next.get(0));
      }
    } finally {
      cancellation.forget(wake);
    }
    return found;
  }

  synchronized ScanProgress figures() {
    return new ScanProgress(active, done, total, found.size());
  }

  private synchronized void wake() {
    notifyAll();
  }

  /** Waits until one more may be looked at; an empty list says that all have been. */
  private synchronized List<T> next() throws InterruptedException {
    while (true) {
      cancellation.check();
      boolean left = !again.isEmpty() || candidates.hasNext();
      if (!left && active == 0) {
        return List.of();
      }
      long now = System.nanoTime();
      if (left && active < allowed && now >= notBefore) {
        active++;
        return List.of(again.isEmpty() ? candidates.next() : again.remove());
      }
      if (now >= nextReport) {
        nextReport = now + REPORT_INTERVAL.toNanos();
        listener.progress(figures());
      }
      long until = notBefore > now ? Math.min(notBefore, nextReport) : nextReport;
      wait(Math.max(1, (until - now) / 1_000_000));
    }
  }

  private void launch(T candidate) {
    probe.test(candidate).whenComplete((yes, failure) -> finished(candidate, yes, failure));
  }

  private synchronized void finished(T candidate, Boolean yes, Throwable failure) {
    active--;
    if (isExhaustion(failure)) {
      again.add(candidate);
      if (allowed > concurrency.least()) {
        allowed--;
      } else {
        notBefore = System.nanoTime() + SOCKET_WAIT.toNanos();
      }
    } else {
      done++;
      if (failure == null && yes && !cancellation.isCancelled()) {
        found.add(candidate);
        listener.found(candidate, figures());
      }
    }
    notifyAll();
  }

  private static boolean isExhaustion(Throwable failure) {
    Throwable cause = FutureFailure.of(failure);
    return cause instanceof SocketsExhaustedException;
  }
}
