package org.bactrian.web.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections that are too many, and those whose request does not come: a client that sends
 * a byte a second would keep one for ever. Safe for use by several threads.
 */
final class ConnectionLimiter {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimiter.class);

  private final HttpLimits limits;
  private final Vertx vertx;
  private final Map<HttpConnection, OpenConnection> open = new ConcurrentHashMap<>();
  private boolean full;

  ConnectionLimiter(HttpLimits limits, Vertx vertx) {
    this.limits = limits;
    this.vertx = vertx;
  }

  /** Takes a new connection, or closes it. */
  void opened(HttpConnection connection) {
    OpenConnection fresh = new OpenConnection(connection);
    if (!hasRoom(connection, fresh)) {
      connection.close();
      return;
    }
    connection.closeHandler(
        closed -> {
          open.remove(connection);
          fresh.cancel();
        });
    fresh.await(limits.headerTimeout());
  }

  private synchronized boolean hasRoom(HttpConnection connection, OpenConnection fresh) {
    boolean room = open.size() < limits.maxConnections();
    if (room) {
      open.put(connection, fresh);
    } else if (!full) {
      LOG.warn(
          "{} connections are open, which is all that are taken; more are closed",
          limits.maxConnections());
    }
    full = !room;
    return room;
  }

  /** Lets the connection of a request live until the request has ended. */
  void began(RoutingContext context) {
    OpenConnection connection = open.get(context.request().connection());
    if (connection != null) {
      connection.began();
      context.addEndHandler(ended -> connection.ended());
    }
  }

  /** A connection, and the timer that closes it. */
  private final class OpenConnection {

    private static final long NONE = -1;

    private final HttpConnection connection;
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
