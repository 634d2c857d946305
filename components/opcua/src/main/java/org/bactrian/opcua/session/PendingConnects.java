package org.bactrian.opcua.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;

/** Calls that wait for the outcome of the next attempt to connect. Thread-safe. */
final class PendingConnects {

  private final ScheduledExecutorService timer;
  private final Executor workers;
  private final List<CompletableFuture<OpcUaClient>> waiting = new ArrayList<>();

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
    synchronized (waiting) {
      waiting.add(answer);
    }
    Future<?> timeout =
        timer.schedule(
            () -> workers.execute(() -> answer.completeExceptionally(tooLate.get())),
            longest.toMillis(),
            TimeUnit.MILLISECONDS);
    answer.whenComplete(
        (client, fault) -> {
          timeout.cancel(false);
          synchronized (waiting) {
            waiting.remove(answer);
          }
        });
    return answer;
  }

  void connected(OpcUaClient client) {
    taken().forEach(answer -> workers.execute(() -> answer.complete(client)));
  }

  void failed(Exception fault) {
    taken().forEach(answer -> workers.execute(() -> answer.completeExceptionally(fault)));
  }

  boolean isEmpty() {
    synchronized (waiting) {
      return waiting.isEmpty();
    }
  }

  /** Returns whether this one still waits for an outcome. */
  boolean contains(CompletableFuture<OpcUaClient> answer) {
    synchronized (waiting) {
      return waiting.contains(answer);
    }
  }

  private List<CompletableFuture<OpcUaClient>> taken() {
    synchronized (waiting) {
      List<CompletableFuture<OpcUaClient>> all = List.copyOf(waiting);
      waiting.clear();
      return all;
    }
  }
}
