package org.bactrian.edge.publisher.stream;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a replaced writer subscribed until its successors have values of all its items and it has
 * reported up to there itself: a server forgets what it holds for a subscription that ends. What
 * both report arrives twice, nothing is missing.
 */
final class WriterHandover {

  /**
   * Time limit while there is a server to hear from: some servers never report a first value, and
   * some stamp a value that did not change with the time at which it was read.
   */
  static final Duration LIMIT = Duration.ofSeconds(10);

  private static final Executor AFTER_LIMIT =
      CompletableFuture.delayedExecutor(LIMIT.toMillis(), TimeUnit.MILLISECONDS);

  private final DataSetWriterStream leaving;
  private final List<DataSetWriterStream> successors;
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  private WriterHandover(DataSetWriterStream leaving, List<DataSetWriterStream> successors) {
    this.leaving = leaving;
    this.successors = successors;
  }

  /**
   * Begins to hand over.
   *
   * @param successors writers that may take items over; others among them do no harm
   * @return done when {@code leaving} may end without a loss, or the time is up
   */
  static CompletableFuture<Void> of(
      DataSetWriterStream leaving, Collection<DataSetWriterStream> successors) {
    List<DataSetWriterStream> concerned =
        successors.stream()
            .filter(successor -> successor.listensToSameServerAs(leaving))
            .filter(successor -> leaving.isDynamic() || !shared(leaving, successor).isEmpty())
            .toList();
    WriterHandover handOver = new WriterHandover(leaving, concerned);
    CompletableFuture.allOf(
            concerned.stream().map(handOver::reachedBy).toArray(CompletableFuture<?>[]::new))
        .whenComplete((nothing, fault) -> handOver.done.complete(null));
    handOver.limit();
    return handOver.done;
  }

  private static Set<ItemAddress> shared(
      DataSetWriterStream leaving, DataSetWriterStream successor) {
    Set<ItemAddress> shared = new HashSet<>(leaving.reported().addresses());
    shared.retainAll(successor.reported().addresses());
    return shared;
  }

  /** Items of a dynamic writer are known when its server has told which nodes it has. */
  private CompletableFuture<Void> reachedBy(DataSetWriterStream successor) {
    CompletableFuture<Void> known =
        leaving.isDynamic() ? successor.begun() : CompletableFuture.completedFuture(null);
    return known
        .thenCompose(nothing -> successor.reported().seen(shared(leaving, successor)))
        .thenCompose(leaving.reported()::reached);
  }

  private void limit() {
    if (!done.isDone()) {
      CompletableFuture.runAsync(this::giveUp, AFTER_LIMIT);
    }
  }

  private void giveUp() {
    if (leaving.isHeldBack() || nobodyIsConnected()) {
      limit(); // nobody hears anything, so nothing arrives twice, and the server may hold values
    } else {
      done.complete(null);
    }
  }

  private boolean nobodyIsConnected() {
    return !leaving.isConnected()
        && successors.stream().noneMatch(DataSetWriterStream::isConnected);
  }
}
