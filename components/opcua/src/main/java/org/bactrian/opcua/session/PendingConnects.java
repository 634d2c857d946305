package org.bactrian.opcua.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;

/**
 * Calls that wait for the outcome of an attempt to connect: of the first one, or of one that began
 * after they came, since one that began before may tell of a server that is up by now. Thread-safe.
 */
final class PendingConnects {

  private final ScheduledExecutorService timer;
  private final Executor workers;

  /** Guards the fields below. */
  private final Object lock = new Object();

  /** Those who wait, with their numbers in the order in which they came. */
  private final Map<CompletableFuture<OpcUaClient>, Long> waiting = new LinkedHashMap<>();

  private long came;

  /** Number of the first who came after the present attempt began; nobody is late for the first. */
  private long lateFrom = Long.MAX_VALUE;

  /**
   * @param workers where callers hear of the outcome
   */
  PendingConnects(ScheduledExecutorService timer, Executor workers) {
    this.timer = timer;
    this.workers = workers;
  }

  /** One more, who waits so long and then has what {@code tooLate} gives. */
  CompletableFuture<OpcUaClient> add(Duration longest, Supplier<? extends Exception> tooLate) {
    CompletableFuture<OpcUaClient> answer = new CompletableFuture<>();
    synchronized (lock) {
      waiting.put(answer, came++);
    }
    Future<?> timeout =
        timer.schedule(
            () -> workers.execute(() -> answer.completeExceptionally(tooLate.get())),
            longest.toMillis(),
            TimeUnit.MILLISECONDS);
    answer.whenComplete(
        (client, fault) -> {
          timeout.cancel(false);
          synchronized (lock) {
            waiting.remove(answer);
          }
        });
    return answer;
  }

  /** Notes that another attempt than the first begins, whose fault is for those who wait now. */
  void attemptedAgain() {
    synchronized (lock) {
      lateFrom = came;
    }
  }

  void connected(OpcUaClient client) {
    taken(number -> true).forEach(answer -> workers.execute(() -> answer.complete(client)));
  }

  /** Answers those for whom the present attempt was made. */
  void failed(Exception fault) {
    fail(taken(number -> number < lateFrom), fault);
  }

  /** Answers all, since there will be no other attempt. */
  void closed(Exception fault) {
    fail(taken(number -> true), fault);
  }

  boolean isEmpty() {
    synchronized (lock) {
      return waiting.isEmpty();
    }
  }

  private void fail(List<CompletableFuture<OpcUaClient>> answers, Exception fault) {
    answers.forEach(answer -> workers.execute(() -> answer.completeExceptionally(fault)));
  }

  private List<CompletableFuture<OpcUaClient>> taken(LongPredicate which) {
    synchronized (lock) {
      List<CompletableFuture<OpcUaClient>> chosen = new ArrayList<>();
      waiting.forEach(
          (answer, number) -> {
            if (which.test(number)) {
              chosen.add(answer);
            }
          });
      chosen.forEach(waiting::remove);
      return chosen;
    }
  }
}
