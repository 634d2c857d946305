package org.bactrian.localazure.servicebus.queue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bactrian.localazure.storage.StateFile;
import org.bactrian.localazure.storage.StateThread;

/**
 * Writes changes in the order in which they are asked for. Those that come while the disk is busy
 * share the next commit, so that many small ones cost as much as one. Belongs to the event loop.
 */
final class QueueJournal {

  private final StateThread thread;
  private final StateFile state;
  private List<Change<?>> waiting = new ArrayList<>();
  private boolean writing;

  QueueJournal(StateThread thread, StateFile state) {
    this.thread = thread;
    this.state = state;
  }

  private record Change<T>(Supplier<T> action, Promise<T> done) {

    // On the state thread.
    Runnable apply() {
      try {
        T result = action.get();
        return () -> done.complete(result);
      } catch (RuntimeException e) {
        return () -> done.fail(e);
      }
    }
  }

  /**
   * Makes a change on the state thread.
   *
   * @return done, on the event loop, when it outlives the process
   */
  <T> Future<T> write(Supplier<T> action) {
    Promise<T> done = Promise.promise();
    waiting.add(new Change<>(action, done));
    if (!writing) {
      writeWaiting();
    }
    return done.future();
  }

  /** Makes a change that has no result. */
  Future<Void> run(Runnable action) {
    return write(
        () -> {
          action.run();
          return null;
        });
  }

  private void writeWaiting() {
    List<Change<?>> batch = waiting;
    waiting = new ArrayList<>();
    writing = true;
    thread
        .call(
            () -> {
              List<Runnable> results = new ArrayList<>();
              for (Change<?> change : batch) {
                results.add(change.apply());
              }
              state.commit();
              return results;
            })
        .onSuccess(results -> results.forEach(Runnable::run))
        .onFailure(e -> batch.forEach(change -> change.done().fail(e)))
        .onComplete(
            ignored -> {
              writing = false;
              if (!waiting.isEmpty()) {
                writeWaiting();
              }
            });
  }
}
