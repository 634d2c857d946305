package org.bactrian.opcua.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bactrian.model.time.Backoff;
import org.bactrian.opcua.reverse.ExpectedServers;
import org.bactrian.opcua.service.StatusText;
import org.bactrian.opcua.subscription.ServerContext;
import org.bactrian.opcua.subscription.SubscriptionEngine;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.SessionActivityListener;
import org.eclipse.milo.opcua.sdk.client.UaSession;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.util.ExecutionQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Session that all handles with equal {@link ConnectionSettings} share, as a state machine: Idle →
 * Connecting → Connected ⇄ Disconnected → Closed. All transitions run on one serial executor, so
 * only one is under way at a time.
 *
 * <p>When a connection is lost, Milo's client first tries to activate its session again, which
 * loses nothing; {@link LostSessionWatch} sees to it that there is another where that fails.
 */
final class SharedSession {

  private static final Logger LOG = LoggerFactory.getLogger(SharedSession.class);

  private final ConnectionSettings settings;
  private final OpcUaClientSettings clientSettings;
  private final SessionConnector connector;
  private final ScheduledExecutorService timer;
  private final ConnectRetry connectRetry;
  private final PendingConnects pendingConnects;
  private final SessionClients clients;
  private final SessionCertificates certificates;
  private final LostSessionWatch lostSession;
  private final ExecutionQueue serialExecutor;
  private final ExecutionQueue announcements;
  private final SubscriptionEngine subscriptions;
  private final OverflowSession overflow;
  private final List<Consumer<SessionState>> listeners = new CopyOnWriteArrayList<>();

  private volatile SessionState state = new SessionState.Idle();
  private volatile CompletableFuture<OpcUaClient> ready = new CompletableFuture<>();
  private volatile NamespaceTable namespaces = new NamespaceTable();

  /** Written on the serial executor only, as the next. */
  private volatile long connects;

  /** Failure of the last attempt to connect; null when it succeeded or the session was lost. */
  private volatile @Nullable ConnectFaultException fault;

  /** Of a server that opens the connection; null for one that is connected to. */
  private volatile ExpectedServers.@Nullable Expectation expectation;

  SharedSession(
      ConnectionSettings settings,
      OpcUaClientSettings clientSettings,
      SessionConnector connector,
      Backoff backoff,
      Executor workers,
      ScheduledExecutorService timer) {
    this(
        settings,
        clientSettings,
        connector,
        backoff,
        workers,
        timer,
        null,
        clientSettings.subscriptions().maxOverflowSessions());
  }

  /**
   * @param first the session whose subscriptions overflow into this one; null for none
   * @param mayFollow number of sessions that may be opened for what this one has no room for
   */
  private SharedSession(
      ConnectionSettings settings,
      OpcUaClientSettings clientSettings,
      SessionConnector connector,
      Backoff backoff,
      Executor workers,
      ScheduledExecutorService timer,
      @Nullable SharedSession first,
      int mayFollow) {
    this.settings = settings;
    this.clientSettings = clientSettings;
    this.connector = connector;
    this.timer = timer;
    this.pendingConnects = new PendingConnects(timer, workers);
    this.clients = new SessionClients(settings, timer);
    this.serialExecutor = new ExecutionQueue(workers);
    this.connectRetry = new ConnectRetry(backoff, timer, serialExecutor::submit);
    this.certificates =
        new SessionCertificates(this, connector, workers, serialExecutor::submit, timer);
    this.lostSession =
        new LostSessionWatch(
            this,
            connector,
            connectRetry,
            pendingConnects,
            clientSettings.sessionTimeout(),
            workers,
            serialExecutor::submit);
    this.announcements = new ExecutionQueue(workers);
    this.overflow =
        new OverflowSession(
            settings.endpointUrl(),
            clientSettings.subscriptions(),
            mayFollow == 0
                ? null
                : () ->
                    new SharedSession(
                        settings,
                        clientSettings,
                        connector,
                        backoff,
                        workers,
                        timer,
                        first == null ? this : first,
                        mayFollow - 1));
    this.subscriptions =
        new SubscriptionEngine(
            settings.endpointUrl(),
            clientSettings.subscriptions(),
            serialExecutor::submit,
            workers,
            timer,
            overflow,
            first == null ? null : first.subscriptions);
  }

  ConnectionSettings settings() {
    return settings;
  }

  SessionState state() {
    return state;
  }

  NamespaceTable namespaces() {
    return namespaces;
  }

  /** Returns this session and those that were opened for what it has no room for. */
  Stream<SharedSession> all() {
    return Stream.concat(Stream.of(this), overflow.all());
  }

  /** Returns the statistics. */
  SessionStatistics statistics(int holders) {
    return new SessionStatistics(
        settings, state, holders, connects, connectRetry.total(), subscriptions.counts());
  }

  SubscriptionEngine subscriptions() {
    return subscriptions;
  }

  void open() {
    if (settings.reverseConnect()) {
      expectation =
          connector
              .transports()
              .expect(
                  settings,
                  () -> serialExecutor.submit(() -> retryAfter(ConnectFault.UNREACHABLE)));
    }
    serialExecutor.submit(this::connect);
  }

  void onState(Consumer<SessionState> listener) {
    announcements.submit(
        () -> {
          listener.accept(state);
          listeners.add(listener);
        });
  }

  void removeListener(Consumer<SessionState> listener) {
    announcements.submit(() -> listeners.remove(listener));
  }

  CompletableFuture<OpcUaClient> client() {
    CompletableFuture<OpcUaClient> current = ready;
    if (current.isDone()) {
      return current;
    }
    CompletableFuture<OpcUaClient> answer = current.copy();
    timer.schedule(
        () -> answer.completeExceptionally(notConnected()),
        clientSettings.connectTimeout().toMillis(),
        TimeUnit.MILLISECONDS);
    return answer;
  }

  /** The connected client; does not wait for the next try but makes it, and tells its outcome. */
  CompletableFuture<OpcUaClient> client(Duration longest) {
    if (ready.isDone()) {
      return ready;
    }
    CompletableFuture<OpcUaClient> answer = pendingConnects.add(longest, this::notConnected);
    serialExecutor.submit(
        () -> {
          if (ready.isDone()) {
            ready.thenAccept(pendingConnects::connected);
          } else {
            connectForPending();
          }
        });
    return answer;
  }

  /**
   * Ends the session; completed when the server was told or could not be, and what had come from it
   * was delivered.
   */
  CompletableFuture<Void> close() {
    ExpectedServers.Expectation server = expectation;
    if (server != null) {
      server.close(); // ends a wait for it, too
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    serialExecutor.submit(
        () -> {
          boolean keeping = subscriptions.isLeaving();
          CompletableFuture<Void> delivered =
              CompletableFuture.allOf(subscriptions.close(), overflow.close());
          connectRetry.stop();
          become(new SessionState.Closed());
          ready.completeExceptionally(notConnected());
          pendingConnects.closed(notConnected());
          ready = CompletableFuture.failedFuture(notConnected());
          clients
              .close(keeping)
              .orTimeout(clientSettings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
              .whenComplete((c, ex) -> delivered.whenComplete((d, e) -> done.complete(null)));
        });
    return done;
  }

  /** Replaces the client of a session that is active; others are being connected already. */
  void reset() {
    serialExecutor.submit(
        () -> {
          if (isConnected()) {
            LOG.info("{}: connecting anew, as was asked for", settings.endpointUrl());
            replace(this::reconnect);
          }
        });
  }

  /** Certificates and trust of this session. */
  SessionCertificates certificates() {
    return certificates;
  }

  /** Clients of this session; on the serial executor only. */
  SessionClients clients() {
    return clients;
  }

  /** Returns whether there is an active session. */
  boolean isConnected() {
    return state instanceof SessionState.Connected;
  }

  /** Tries at once what failed for a reason that may be mended now. */
  void retryAfter(ConnectFault mended) {
    ConnectFaultException last = fault;
    if (last != null && last.kind() == mended) {
      connectRetry.now();
    }
  }

  /** Ends a session whose server is no longer trusted, and connects when it is again. */
  void end(ConnectFaultException refused) {
    subscriptions.disconnected();
    if (ready.isDone()) {
      ready = new CompletableFuture<>();
    }
    Runnable look = lostSession.start();
    clients.discard();
    failed(refused, look);
  }

  /**
   * Connects another client; the old session stays until its subscriptions have moved.
   *
   * @param failed told why there is no second session; the present one goes on
   */
  void replace(Consumer<ConnectFaultException> failed) {
    EndpointDescription endpoint;
    OpcUaClient fresh;
    try {
      endpoint = connector.discover(settings);
      fresh = connector.connect(settings, endpoint);
    } catch (ConnectFaultException | RuntimeException e) {
      LOG.debug("{}: no second session", settings.endpointUrl(), e);
      failed.accept(ConnectFaultException.asFault(settings, e));
      return;
    }
    leave();
    use(fresh, endpoint);
  }

  /** Takes requests and subscriptions from the present client. */
  private void leave() {
    subscriptions.disconnected();
    ready = new CompletableFuture<>();
    become(new SessionState.Connecting(1));
  }

  /** Connects when the old session is closed: the server may have no room for two. */
  void reconnect(ConnectFaultException noSecondSession) {
    leave();
    clients.closeForAnother().whenComplete((c, ex) -> serialExecutor.submit(this::connectAgain));
  }

  private void connectAgain() {
    pendingConnects.attemptedAgain();
    connect();
  }

  private void connect() {
    if (state instanceof SessionState.Closed) {
      return;
    }
    if (connectRetry.failures() == 0) {
      become(new SessionState.Connecting(1));
    }
    try {
      EndpointDescription endpoint = connector.discover(settings);
      OpcUaClient fresh = connector.connect(settings, endpoint);
      use(fresh, endpoint);
    } catch (ConnectFaultException | RuntimeException e) {
      failed(ConnectFaultException.asFault(settings, e), this::connectAgain);
    }
  }

  /** Goes on with another client. */
  void use(OpcUaClient fresh, EndpointDescription endpoint) {
    clients.use(fresh);
    certificates.clientReplaced();
    fresh.addSessionActivityListener(
        new SessionActivityListener() {
          @Override
          public void onSessionActive(UaSession session) {
            serialExecutor.submit(() -> recovered(fresh, endpoint));
          }

          @Override
          public void onSessionInactive(UaSession session) {
            serialExecutor.submit(() -> lost(fresh));
          }
        });
    recovered(fresh, endpoint);
  }

  /** The client's session is active, for the first time or again. */
  private void recovered(OpcUaClient active, EndpointDescription endpoint) {
    if (active != clients.present() || state instanceof SessionState.Connected) {
      return;
    }
    try {
      ServerContext context = ServerContextLoader.of(active, clientSettings.requestTimeout());
      namespaces = active.getNamespaceTable();
      lostSession.recovered();
      connectRetry.connected();
      fault = null;
      become(new SessionState.Connected(Instant.now(), endpoint.getServer().getApplicationUri()));
      ready.complete(active);
      pendingConnects.connected(active);
      subscriptions.connected(context);
      clients.moved(subscriptions.isLeaving());
      certificates.recovered(active);
    } catch (UaException | RuntimeException e) {
      // Most often the connection broke again at once. Whatever it was, the check of lost sessions
      // takes another client in the end.
      LOG.debug("{}: session was lost while it was set up", settings.endpointUrl(), e);
      Instant since =
          state instanceof SessionState.Disconnected before ? before.since() : Instant.now();
      lostSince(since, StatusText.of(e));
    }
  }

  private void lost(OpcUaClient inactive) {
    if (inactive == clients.present() && state instanceof SessionState.Connected) {
      lostSince(Instant.now(), "the connection was lost and is being made again");
    }
  }

  private void lostSince(Instant since, String why) {
    subscriptions.disconnected();
    if (ready.isDone()) {
      ready = new CompletableFuture<>();
    }
    connectRetry.lost(settings.endpointUrl() + ": " + why + ".", lostSession.start());
    becomeDisconnected(since);
  }

  /** Tells those who know of it or asked for it, and plans {@code next}; at once for the others. */
  void failed(ConnectFaultException latest, Runnable next) {
    fault = latest;
    connectRetry.failed(latest, next);
    becomeDisconnected(
        state instanceof SessionState.Disconnected before ? before.since() : Instant.now());
    pendingConnects.failed(notConnected());
    serialExecutor.submit(this::connectForPending);
  }

  private void connectForPending() {
    if (!pendingConnects.isEmpty()) {
      connectRetry.now();
    }
  }

  private void becomeDisconnected(Instant since) {
    ConnectFaultException last = fault;
    NotConnectedException told =
        last == null
            ? new NotConnectedException(ConnectFault.UNREACHABLE, connectRetry.lastFault())
            : last.asNotConnected();
    become(
        new SessionState.Disconnected(
            since,
            connectRetry.failures(),
            connectRetry.lastFault(),
            new ConnectFailure(
                told.getStatusCode(),
                Objects.requireNonNullElse(told.getMessage(), ""),
                connectRetry.nextTry())));
  }

  private void become(SessionState next) {
    if (next instanceof SessionState.Connected connected) {
      connects++;
      LOG.info("{}: connected to {}", settings.endpointUrl(), connected.applicationUri());
    }
    state = next;
    announcements.submit(() -> listeners.forEach(listener -> listener.accept(next)));
  }

  private NotConnectedException notConnected() {
    ConnectFaultException last = fault;
    if (state instanceof SessionState.Closed) {
      return new NotConnectedException(
          ConnectFault.OTHER, settings.endpointUrl() + ": the session was closed");
    }
    return last != null
        ? last.asNotConnected()
        : new NotConnectedException(
            ConnectFault.UNREACHABLE, settings.endpointUrl() + ": not connected yet");
  }
}
