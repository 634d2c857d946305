package org.bactrian.web.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Closes connections whose request does not come: a client that sends a byte a second would keep
 * one for ever. Knows those whose last request was read. Safe for use by several threads.
 */
final class ConnectionTimeouts {

  /** Key under which the data of a request has the connections of its server. */
  static final String KEY = ConnectionTimeouts.class.getName();

  private final HttpLimits limits;
  private final Vertx vertx;
  private final Map<HttpConnection, OpenConnection> open = new ConcurrentHashMap<>();

  ConnectionTimeouts(HttpLimits limits, Vertx vertx) {
    this.limits = limits;
    this.vertx = vertx;
  }

  /** Waits for the first request of a connection. */
  void opened(HttpConnection connection) {
    OpenConnection fresh = new OpenConnection(connection);
    open.put(connection, fresh);
    connection.closeHandler(
        closed -> {
          open.remove(connection);
          fresh.cancel();
        });
    fresh.await(limits.headerTimeout());
  }

  /** Lets a connection live while it has a request. */
  void began(HttpConnection connection) {
    OpenConnection known = open.get(connection);
    if (known != null) {
      known.began();
    }
  }

  /** Waits for another request when the answers to all others were read. */
  void ended(HttpConnection connection) {
    OpenConnection known = open.get(connection);
    if (known != null) {
      known.ended();
    }
  }

  /**
   * Ends a connection with the answer to a request: what came behind that is no request, since
   * nobody can tell where it begins.
   */
  void lastRequest(HttpConnection connection) {
    OpenConnection known = open.get(connection);
    if (known != null) {
      known.ending = true;
    }
  }

  /** Returns whether the last request of a connection was read. */
  boolean isEnding(HttpConnection connection) {
    OpenConnection known = open.get(connection);
    return known == null || known.ending;
  }

  /** A connection, and the timer that closes it. */
  private final class OpenConnection {

    private static final long NONE = -1;

    private final HttpConnection connection;
    private volatile boolean ending;
    private int requests;
    private long timer = NONE;

    private OpenConnection(HttpConnection connection) {
      this.connection = connection;
    }

    private synchronized void await(Duration time) {
      cancel();
      timer = vertx.setTimer(time.toMillis(), late -> connection.close());
    }

    private synchronized void cancel() {
      if (timer != NONE) {
        vertx.cancelTimer(timer);
        timer = NONE;
      }
    }

    private synchronized void began() {
      requests++;
      cancel();
    }

    private synchronized void ended() {
      requests--;
      if (requests == 0 && open.get(connection) == this) {
        await(limits.idleTimeout());
      }
    }
  }
}
