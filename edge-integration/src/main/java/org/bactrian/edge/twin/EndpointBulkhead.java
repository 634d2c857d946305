package org.bactrian.edge.twin;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.bactrian.model.fault.ServerBusyException;

/**
 * Whose turn it is to have a thread: each server has some at most, so that one that does not answer
 * leaves the others theirs. What exceeds them waits without a thread. Safe for use by several
 * threads.
 */
final class EndpointBulkhead {

  private final ExecutorService threads;
  private final int atOnce;
  private final int most;
  private final Map<String, Lane> lanes = new HashMap<>();

  /**
   * @param atOnce threads of one server at most
   * @param most requests of one server at most, those that wait included
   */
  EndpointBulkhead(ExecutorService threads, int atOnce, int most) {
    this.threads = threads;
    this.atOnce = atOnce;
    this.most = most;
  }

  /**
   * Lets a request in, to be let out by {@link Turn#leave}.
   *
   * @throws ServerBusyException when its server has too many already
   */
  Turn enter(String endpointUrl) {
    synchronized (this) {
      Lane lane = lanes.computeIfAbsent(endpointUrl, Lane::new);
      if (lane.present >= most) {
        throw new ServerBusyException(
            most + " requests for " + endpointUrl + " are under way already. Ask again later.");
      }
      lane.present++;
      return new Turn(lane);
    }
  }

  /** Number of servers that somebody asks, or a thread still works for. */
  synchronized int servers() {
    return lanes.size();
  }

  /** What one server has. */
  private static final class Lane {
    private final String endpointUrl;
    private final Deque<Turn> waiting = new ArrayDeque<>();
    private int present;
    private int running;

    Lane(String endpointUrl) {
      this.endpointUrl = endpointUrl;
    }
  }

  /** What is to be done when it is its turn, or when it will never be. */
  interface Task extends Runnable {

    /** Is told that it will not be run, because of {@code reason}. */
    void dropped(RuntimeException reason);
  }

  /** A request that was let in. It may take its turn several times, one after the other. */
  final class Turn {
    private final Lane lane;
    private Task task;
    private boolean left;

    private Turn(Lane lane) {
      this.lane = lane;
    }

    /** Has {@code task} run on a thread when one is free, or drops it. */
    void take(Task work) {
      boolean gone;
      synchronized (EndpointBulkhead.this) {
        gone = left;
        task = work;
        if (!gone && lane.running >= atOnce) {
          lane.waiting.add(this);
          return;
        }
        if (!gone) {
          lane.running++;
        }
      }
      if (gone) {
        work.dropped(gone());
      } else {
        begin(work);
      }
    }

    /** Ends when its caller was answered; what is still waiting then is dropped. */
    void leave() {
      boolean waited;
      synchronized (EndpointBulkhead.this) {
        if (left) {
          return;
        }
        left = true;
        lane.present--;
        waited = lane.waiting.remove(this);
        forgetIfIdle(lane);
      }
      if (waited) {
        task.dropped(gone());
      }
    }

    private void begin(Task work) {
      try {
        threads.execute(() -> work(lane, work));
      } catch (RejectedExecutionException | OutOfMemoryError e) {
        end(lane);
        work.dropped(
            new ServerBusyException(
                "The edge carries out as many requests as it can. Ask again later.", e));
      }
    }

    private RuntimeException gone() {
      return new IllegalStateException("The caller has gone");
    }
  }

  private void work(Lane lane, Task first) {
    Optional<Task> task = Optional.of(first);
    while (task.isPresent()) {
      task.get().run();
      task = next(lane);
    }
  }

  private synchronized Optional<Task> next(Lane lane) {
    Turn turn = lane.waiting.poll();
    if (turn == null) {
      end(lane);
      return Optional.empty();
    }
    return Optional.of(turn.task);
  }

  private synchronized void end(Lane lane) {
    lane.running--;
    forgetIfIdle(lane);
  }

  private void forgetIfIdle(Lane lane) {
    if (lane.present == 0 && lane.running == 0) {
      lanes.remove(lane.endpointUrl);
    }
  }
}
