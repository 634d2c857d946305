package org.bactrian.localazure.storage;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.bactrian.model.thread.DaemonThreads;

/**
 * A thread that alone changes some state and may wait for the disk, so that event loops never do.
 * It is not one of Vert.x's workers, which are interrupted when Vert.x closes: an interrupt closes
 * the file under a commit.
 */
public final class StateThread implements AutoCloseable {

  private static final int STOP_SECONDS = 10;

  private final Vertx vertx;
  private final ExecutorService executor;
  private volatile boolean halted;

  /**
   * For callers on this Vert.x instance.
   *
   * @param name the thread's name
   */
  public StateThread(Vertx vertx, String name) {
    this.vertx = vertx;
    executor = Executors.newSingleThreadExecutor(DaemonThreads.named(name));
  }

  /**
   * Runs a change after those asked for before.
   *
   * @return the result, on the caller's context; fails when this is closed
   */
  public <T> Future<T> call(Callable<T> change) {
    Context caller = vertx.getOrCreateContext();
    Promise<T> result = Promise.promise();
    try {
      executor.execute(() -> run(change, caller, result));
    } catch (RejectedExecutionException e) {
      result.fail(e);
    }
    return result.future();
  }

  /** Runs a change that has no result. */
  public Future<Void> run(Runnable change) {
    return call(
        () -> {
          change.run();
          return null;
        });
  }

  /** Drops what has not begun, as if the process were killed, and waits for what has. */
  public void halt() {
    halted = true;
    close();
  }

  /** Takes no more changes, and waits for those asked for before. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "The state of the local Azure is not written after " + STOP_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private <T> void run(Callable<T> change, Context caller, Promise<T> result) {
    if (halted) {
      return;
    }
    try {
      T value = change.call();
      tell(caller, () -> result.complete(value));
    } catch (Exception e) {
      tell(caller, () -> result.fail(e));
    }
  }

  private static void tell(Context caller, Runnable outcome) {
    try {
      caller.runOnContext(ignored -> outcome.run());
    } catch (RejectedExecutionException closed) {
      // Vert.x is closed, so nobody waits for it any more.
    }
  }
}
