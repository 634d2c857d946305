package org.bactrian.opcua.session;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.bactrian.opcua.service.ContinuationPoint;
import org.bactrian.opcua.service.NodeServices;
import org.jspecify.annotations.Nullable;

/**
 * Session that is open as long as requests need it: while one is running, while a continuation
 * point may be used, and for the linger time after. Thread-safe.
 */
final class OnDemandSession {

  private final Session session;
  private final NodeServices nodes;
  private final Duration connectTimeout;
  private final OnDemandSessionSettings settings;
  private final ScheduledExecutorService timer;
  private final Runnable onEnd;
  private final ContinuationPoints continuationPoints;

  private int requests;
  private @Nullable Future<?> lingering;
  private boolean ended;

  /** True when a request has had the connection, so that the server could be reached. */
  private volatile boolean wasConnected;

  /**
   * @param session closed at the end
   * @param onEnd run once when nobody has needed the session for long enough
   */
  OnDemandSession(
      Session session,
      Duration connectTimeout,
      OnDemandSessionSettings settings,
      ScheduledExecutorService timer,
      Runnable onEnd) {
    this.session = session;
    this.connectTimeout = connectTimeout;
    this.settings = settings;
    this.timer = timer;
    this.onEnd = onEnd;
    this.continuationPoints =
        new ContinuationPoints(settings.continuationLife(), timer, this::expired);
    this.nodes = new NodeServices(() -> session.client(connectTimeout), this::makeRoom);
  }

  /** Begins a request; false when the session has just ended, so that another one is needed. */
  synchronized boolean begin() {
    if (ended) {
      return false;
    }
    requests++;
    stopLingering();
    return true;
  }

  /** Carries out a request that was begun, and ends it. */
  <T> CompletableFuture<T> run(
      RequestOptions options, Function<ConnectedServer, CompletableFuture<T>> work) {
    Duration longest =
        options.connectTimeout().isZero() ? connectTimeout : options.connectTimeout();
    return session
        .client(longest)
        .thenCompose(
            client -> {
              wasConnected = true;
              return work.apply(new ConnectedServer(client, nodes.with(options.calls()), this));
            })
        .whenComplete((result, fault) -> finish());
  }

  /** See {@link Session#checkServerCertificate}. */
  void checkServerCertificate() {
    session.checkServerCertificate();
  }

  ContinuationPoints continuationPoints() {
    return continuationPoints;
  }

  synchronized int requests() {
    return requests;
  }

  private void expired(String token) {
    if (begin()) {
      continuationPoints
          .take(token, ContinuationPoint.class)
          .map(this::giveBack)
          .orElse(CompletableFuture.completedFuture(null))
          .whenComplete((done, fault) -> finish());
    }
  }

  private CompletableFuture<Boolean> makeRoom(Class<? extends ContinuationPoint> kind) {
    return continuationPoints
        .takeOldest(kind)
        .map(point -> giveBack(point).thenApply(done -> true))
        .orElse(CompletableFuture.completedFuture(false));
  }

  private CompletableFuture<Void> giveBack(ContinuationPoint point) {
    return isConnected() ? nodes.release(point) : CompletableFuture.completedFuture(null);
  }

  /** Ends a request that was begun. */
  void finish() {
    boolean over;
    synchronized (this) {
      requests--;
      over = isIdle() && (settings.linger().isZero() || !isUsable());
      if (isIdle() && !over) {
        stopLingering();
        lingering =
            timer.schedule(this::lingered, settings.linger().toMillis(), TimeUnit.MILLISECONDS);
      }
      ended |= over;
    }
    if (over) {
      end();
    }
  }

  private void lingered() {
    synchronized (this) {
      if (!isIdle() || ended) {
        return;
      }
      ended = true;
    }
    end();
  }

  /** Ends the session, also while requests need it. */
  void close() {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      stopLingering();
      continuationPoints.clear();
    }
    end();
  }

  private void end() {
    onEnd.run();
    session.close();
  }

  private boolean isIdle() {
    return requests == 0 && continuationPoints.size() == 0;
  }

  /**
   * Returns whether the session is there, or is being made anew. One that cannot connect is not
   * kept trying for nobody.
   */
  private boolean isUsable() {
    return isConnected() || wasConnected && session.state() instanceof SessionState.Connecting;
  }

  private boolean isConnected() {
    return session.state() instanceof SessionState.Connected;
  }

  private void stopLingering() {
    if (lingering != null) {
      lingering.cancel(false);
      lingering = null;
    }
  }
}
