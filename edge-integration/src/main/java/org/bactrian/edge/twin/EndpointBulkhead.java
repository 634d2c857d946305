package org.bactrian.edge.twin;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.jspecify.annotations.Nullable;

/**
 * Bulkhead of Twin requests per endpoint: each server uses at most a part of the threads, so one
 * that does not answer leaves the rest to the others. Further requests wait without a thread.
 * Thread-safe.
 */
final class EndpointBulkhead {

  private final ExecutorService threads;
  private final int maxThreads;
  private final int maxRequests;
  private final Map<String, EndpointQueue> queues = new HashMap<>();

  /**
   * @param maxThreads largest number of threads of one endpoint
   * @param maxRequests largest number of requests of one endpoint, waiting ones included
   */
  EndpointBulkhead(ExecutorService threads, int maxThreads, int maxRequests) {
    this.threads = threads;
    this.maxThreads = maxThreads;
    this.maxRequests = maxRequests;
  }

  /**
   * Admits a request, until {@link Permit#release}.
   *
   * @throws OperationException of kind BUSY when the endpoint has too many requests already
   */
  Permit acquire(String endpointUrl) {
    synchronized (this) {
      EndpointQueue queue = queues.computeIfAbsent(endpointUrl, EndpointQueue::new);
      if (queue.admitted >= maxRequests) {
        throw new OperationException(
            FaultKind.BUSY,
            "%s requests for %s are under way already. Ask again later."
                .formatted(maxRequests, endpointUrl));
      }
      queue.admitted++;
      return new Permit(queue);
    }
  }

  /** Returns the number of endpoints that have a request, or a thread that still works for one. */
  synchronized int endpoints() {
    return queues.size();
  }

  /** Requests of one endpoint. */
  private static final class EndpointQueue {
    private final String endpointUrl;
    private final Deque<Permit> waiting = new ArrayDeque<>();
    private int admitted;
    private int running;

    EndpointQueue(String endpointUrl) {
      this.endpointUrl = endpointUrl;
    }
  }

  /** Work that runs once a thread is free, or is dropped. */
  interface Task extends Runnable {

    /** Tells the task that it will not run, because of {@code reason}. */
    void dropped(RuntimeException reason);
  }

  /** Permit of an admitted request, which may run several tasks, one after the other. */
  final class Permit {
    private final EndpointQueue queue;
    private @Nullable Task task;
    private boolean released;

    private Permit(EndpointQueue queue) {
      this.queue = queue;
    }

    /** Runs {@code work} on a thread as soon as one is free, or drops it. */
    void submit(Task work) {
      boolean late;
      synchronized (EndpointBulkhead.this) {
        late = released;
        task = work;
        if (!late && queue.running >= maxThreads) {
          queue.waiting.add(this);
          return;
        }
        if (!late) {
          queue.running++;
        }
      }
      if (late) {
        work.dropped(callerGone());
      } else {
        begin(work);
      }
    }

    /** Ends the request once its caller was answered; a task that still waits is dropped. */
    void release() {
      boolean waited;
      synchronized (EndpointBulkhead.this) {
        if (released) {
          return;
        }
        released = true;
        queue.admitted--;
        waited = queue.waiting.remove(this);
        forgetIfIdle(queue);
      }
      if (waited && task != null) {
        task.dropped(callerGone());
      }
    }

    private void begin(Task work) {
      try {
        threads.execute(() -> work(queue, work));
      } catch (RejectedExecutionException | OutOfMemoryError e) {
        end(queue);
        work.dropped(
            new OperationException(
                FaultKind.BUSY,
                "The edge carries out as many requests as it can. Ask again later.",
                e));
      }
    }

    private RuntimeException callerGone() {
      return new IllegalStateException("The caller has gone");
    }
  }

  private void work(EndpointQueue queue, Task first) {
    Optional<Task> task = Optional.of(first);
    while (task.isPresent()) {
      task.get().run();
      task = next(queue);
    }
  }

  private synchronized Optional<Task> next(EndpointQueue queue) {
    Permit permit = queue.waiting.poll();
    if (permit == null) {
      end(queue);
      return Optional.empty();
    }
    return Optional.of(Objects.requireNonNull(permit.task, "task of a request that waits"));
  }

  private synchronized void end(EndpointQueue queue) {
    queue.running--;
    forgetIfIdle(queue);
  }

  private void forgetIfIdle(EndpointQueue queue) {
    if (queue.admitted == 0 && queue.running == 0) {
      queues.remove(queue.endpointUrl);
    }
  }
}
