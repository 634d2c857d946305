package org.bactrian.edge.discovery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.apache.camel.util.ObjectHelper;
import org.bactrian.edge.discovery.DiscoveryMessage.Kind;
import org.bactrian.model.telemetry.UndeliverableMessageException;
import org.bactrian.model.thread.DaemonThreads;
import org.bactrian.model.time.Backoff;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages of discoveries on their way to a route, in order, one at a time. Results wait for a
 * route and are sent again until it accepts them, except those that it can never accept. When too
 * many messages wait, the discovery waits, too, and progress is dropped. Thread-safe.
 */
final class DiscoveryOutbox implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DiscoveryOutbox.class);
  private static final int CAPACITY = 1000;
  private static final Backoff RETRIES =
      new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

  /** Receiver of messages. */
  interface Route {

    /** Returns when the message is taken; throws when it is not. */
    void take(DiscoveryMessage message) throws Exception;
  }

  private final Deque<DiscoveryMessage> waiting = new ArrayDeque<>();
  private final Deque<Route> routes = new ArrayDeque<>();
  private final Thread sender = DaemonThreads.of("discovery-outbox", this::send);
  private boolean open = true;

  /** Takes a message; waits while there is no room for a result. */
  synchronized void add(DiscoveryMessage message) throws InterruptedException {
    while (open && waiting.size() >= CAPACITY) {
      if (message.kind() == Kind.PROGRESS) {
        return;
      }
      wait();
    }
    waiting.add(message);
    notifyAll();
  }

  void attach(Route route) {
    change(
        () -> {
          routes.addLast(route);
          if (open && sender.getState() == Thread.State.NEW) {
            sender.start();
          }
        });
  }

  void detach(Route route) {
    change(() -> routes.remove(route));
  }

  private synchronized void change(Runnable change) {
    change.run();
    notifyAll();
  }

  private void send() {
    int refusals = 0;
    try {
      while (true) {
        Route route;
        DiscoveryMessage message;
        synchronized (this) {
          while (open && (waiting.isEmpty() || routes.isEmpty())) {
            wait();
          }
          if (!open) {
            return;
          }
          route = routes.peekFirst();
          message = waiting.peekFirst();
        }
        if (take(route, message)) {
          change(() -> waiting.removeFirst());
          refusals = 0;
        } else {
          pause(RETRIES.after(++refusals));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether the message is done with. */
  private static boolean take(Route route, DiscoveryMessage message) throws InterruptedException {
    try {
      route.take(message);
      return true;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      boolean never = ObjectHelper.getException(UndeliverableMessageException.class, e) != null;
      boolean again = message.kind() == Kind.EVENT && !never;
      LOG.warn(
          "A message of discovery was not taken by its route{}: {}",
          again ? " and is tried again" : never ? " and never can be, so it is lost" : "",
          e.getMessage());
      return !again;
    }
  }

  private synchronized void pause(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (open && end - System.nanoTime() > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
    }
  }

  @Override
  public void close() {
    change(() -> open = false);
    sender.interrupt();
  }
}
