package org.bactrian.opcua.session;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.bactrian.model.thread.DaemonThreads;
import org.bactrian.opcua.service.ContinuationPoint;
import org.bactrian.opcua.service.Deadline;
import org.bactrian.opcua.service.NodeAttributeId;
import org.bactrian.opcua.service.ReadOptions;
import org.bactrian.opcua.service.RemainingTime;
import org.bactrian.opcua.service.ServiceResult;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.jspecify.annotations.Nullable;

/**
 * Pool of sessions for single requests: one for all requests with equal {@link ConnectionSettings},
 * shared with other users of the same in the {@link SessionPool}. It is opened by the first request
 * and closed some time after the last. Thread-safe.
 *
 * <p>A request that finds no connection fails with a {@link NotConnectedException} as soon as the
 * first try has failed; it does not wait for the server to come back.
 */
public final class OnDemandSessionPool implements AutoCloseable {

  /** A session that is kept open until this is closed. */
  @FunctionalInterface
  public interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  private final SessionPool pool;
  private final OnDemandSessionSettings settings;
  private final ScheduledThreadPoolExecutor timer;
  private final Map<ConnectionSettings, OnDemandSession> sessions = new HashMap<>();
  private boolean closed;

  /**
   * @param pool makes the sessions; stays open
   */
  public OnDemandSessionPool(SessionPool pool, OnDemandSessionSettings settings) {
    this.pool = pool;
    this.settings = settings;
    this.timer = DaemonThreads.timer("opcua-on-demand");
  }

  /**
   * Carries out a request.
   *
   * @param work is given the connected server, and completes when it needs it no longer
   * @return what {@code work} came to, or why it could not
   */
  public <T> CompletableFuture<T> use(
      ConnectionSettings connection,
      RequestOptions options,
      Function<ConnectedServer, CompletableFuture<T>> work) {
    return within(options, demand(connection).run(timed(options), work));
  }

  /**
   * Goes on with an answer that was given in part.
   *
   * @param connection the connection that the answer came from
   * @param token what {@link ConnectedServer#keep} gave; good once
   * @param kind what the answer was; a token of another kind of answer is kept
   * @param work is given the connected server and where to go on
   * @return what {@code work} came to; fails with {@code Bad_ContinuationPointInvalid} when nothing
   *     is kept under this token for this connection
   */
  public <P extends ContinuationPoint, T> CompletableFuture<T> resume(
      ConnectionSettings connection,
      String token,
      Class<P> kind,
      RequestOptions options,
      BiFunction<ConnectedServer, P, CompletableFuture<T>> work) {
    Optional<OnDemandSession> session = present(connection);
    Optional<P> point = session.flatMap(one -> one.continuationPoints().take(token, kind));
    if (session.isEmpty()) {
      return CompletableFuture.failedFuture(unknownToken());
    }
    return within(
        options,
        session
            .get()
            .run(
                timed(options),
                access ->
                    point
                        .map(found -> work.apply(access, found))
                        .orElseGet(() -> CompletableFuture.failedFuture(unknownToken()))));
  }

  /** Returns whether a session can be had and the server answers in it; never fails. */
  public CompletableFuture<ServiceResult> test(
      ConnectionSettings connection, RequestOptions options) {
    NodeAttributeId state = NodeAttributeId.value(NodeIds.Server_ServerStatus_State.expanded());
    return use(
            connection, options, access -> access.nodes().read(List.of(state), ReadOptions.DEFAULT))
        .handle(
            (values, fault) -> fault == null ? values.get(0).result() : ServiceResult.of(fault));
  }

  /**
   * Keeps the session of a connection open, and being made again while it cannot be had, until what
   * is returned is closed. Requests share it.
   */
  public Hold hold(ConnectionSettings connection) {
    OnDemandSession session = demand(connection);
    AtomicBoolean held = new AtomicBoolean(true);
    return () -> {
      if (held.getAndSet(false)) {
        session.finish();
      }
    };
  }

  /** The pool that makes the sessions. */
  public SessionPool pool() {
    return pool;
  }

  /** All sessions that somebody uses, requests or others. */
  public List<ActiveConnection> active() {
    return pool.statistics().stream()
        .filter(session -> session.holders() > 0)
        .map(this::active)
        .toList();
  }

  /** Makes all connections anew, those of others in the pool too; see {@link SessionPool#reset}. */
  public void reset() {
    pool.reset();
  }

  /**
   * Makes the connections anew that nobody but requests uses. Sessions that are shared, such as
   * with subscriptions, stay as they are: some servers give no subscription to another session.
   */
  public void resetOwn() {
    List<ConnectionSettings> own;
    synchronized (this) {
      own = List.copyOf(sessions.keySet());
    }
    own.forEach(pool::resetUnlessShared);
  }

  /** Ends all sessions, also while requests need them. */
  @Override
  public void close() {
    List<OnDemandSession> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(sessions.values());
    }
    all.forEach(OnDemandSession::close);
    timer.shutdownNow();
  }

  private synchronized ActiveConnection active(SessionStatistics session) {
    OnDemandSession demanded = sessions.get(session.settings());
    return demanded == null
        ? new ActiveConnection(session, 0, 0)
        : new ActiveConnection(session, demanded.requests(), demanded.continuationPoints().size());
  }

  /** The session, which is told that a request begins. */
  private OnDemandSession demand(ConnectionSettings connection) {
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("The sessions are closed");
      }
      OnDemandSession present = sessions.get(connection);
      if (present != null && present.begin()) {
        return present;
      }
      Ending ending = new Ending(connection);
      OnDemandSession fresh =
          new OnDemandSession(
              pool.open(connection), pool.settings().connectTimeout(), settings, timer, ending);
      ending.session = fresh;
      fresh.begin();
      sessions.put(connection, fresh);
      return fresh;
    }
  }

  private synchronized Optional<OnDemandSession> present(ConnectionSettings connection) {
    return Optional.ofNullable(sessions.get(connection)).filter(OnDemandSession::begin);
  }

  private static <T> CompletableFuture<T> within(
      RequestOptions options, CompletableFuture<T> result) {
    return options.operationTimeout().isZero()
        ? result
        : Deadline.within(options.operationTimeout(), result);
  }

  /** Its service calls end when nobody waits for them any more. */
  private static RequestOptions timed(RequestOptions options) {
    return options.withCalls(
        options.calls().withTimeLeft(RemainingTime.of(options.operationTimeout())));
  }

  private static UaException unknownToken() {
    return new UaException(
        StatusCodes.Bad_ContinuationPointInvalid,
        "nothing is kept under this token: it was used already, its time is over, or it belongs to"
            + " another connection. Begin again.");
  }

  /** Forgets a session that has ended. */
  private final class Ending implements Runnable {
    private final ConnectionSettings connection;
    private @Nullable OnDemandSession session;

    Ending(ConnectionSettings connection) {
      this.connection = connection;
    }

    @Override
    public void run() {
      synchronized (OnDemandSessionPool.this) {
        sessions.remove(connection, session);
      }
    }
  }
}
