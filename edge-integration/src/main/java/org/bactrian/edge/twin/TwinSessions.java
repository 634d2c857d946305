package org.bactrian.edge.twin;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.Session;

/**
 * Sessions that are opened when a request needs them and linger after it, because more follow and
 * because what a browse left open ends with its session. Safe for use by several threads.
 */
final class TwinSessions implements AutoCloseable {

  private final Function<ConnectionSettings, Session> opener;
  private final Duration linger;
  private final ScheduledExecutorService timer;
  private final Map<ConnectionSettings, Held> held = new HashMap<>();

  /**
   * @param opener opens a session, or shares one that is open
   * @param linger how long a session stays that nobody uses
   */
  TwinSessions(Function<ConnectionSettings, Session> opener, Duration linger) {
    this.opener = opener;
    this.linger = linger;
    ScheduledThreadPoolExecutor scheduler =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "twin-linger");
              thread.setDaemon(true);
              return thread;
            });
    scheduler.setRemoveOnCancelPolicy(true);
    this.timer = scheduler;
  }

  /** A use of a session, until it is closed. */
  final class Use implements AutoCloseable {
    private final Held session;

    private Use(Held session) {
      this.session = session;
    }

    Session session() {
      return session.session;
    }

    NodeServices services() {
      return session.services;
    }

    @Override
    public void close() {
      release(session);
    }
  }

  /** Uses the session with these settings, which is opened unless there is one. */
  synchronized Use use(ConnectionSettings settings) {
    Held session = held.computeIfAbsent(settings, key -> new Held(opener.apply(key)));
    session.users++;
    if (session.end != null) {
      session.end.cancel(false);
      session.end = null;
    }
    return new Use(session);
  }

  /** Ends all sessions that nobody else uses; the next request opens them anew. */
  synchronized void reset() {
    held.values().forEach(session -> session.session.close());
    held.clear();
  }

  private synchronized void release(Held session) {
    session.users--;
    if (session.users == 0) {
      session.end =
          timer.schedule(() -> endIfIdle(session), linger.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void endIfIdle(Held session) {
    if (session.users == 0) {
      held.remove(session.session.settings(), session);
      session.session.close();
    }
  }

  @Override
  public synchronized void close() {
    timer.shutdownNow();
    reset();
  }

  private static final class Held {
    private final Session session;
    private final NodeServices services;
    private int users;
    private ScheduledFuture<?> end;

    private Held(Session session) {
      this.session = session;
      this.services = new NodeServices(session::client);
    }
  }
}
