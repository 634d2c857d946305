package org.bactrian.localazure.hub.registry;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;

/** The one thread that changes state and may wait for the disk, so that event loops never do. */
public final class StateThread {

  private final WorkerExecutor executor;

  /** On a Vert.x instance, which ends it. */
  public StateThread(Vertx vertx) {
    executor = vertx.createSharedWorkerExecutor("local-hub-state", 1);
  }

  /** Runs a change after those asked for before; the result comes back to the caller's context. */
  public <T> Future<T> call(Callable<T> change) {
    return executor.executeBlocking(change, true);
  }

  /** Runs a change that has no result. */
  public Future<Void> run(Runnable change) {
    return call(
        () -> {
          change.run();
          return null;
        });
  }
}
