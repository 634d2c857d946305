package org.bactrian.opcua.session;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bactrian.model.file.FileStamp;
import org.bactrian.model.time.Backoff;
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
 * loses nothing. Meanwhile the server is asked for its endpoints, to learn what is wrong; when it
 * answers for a while and the old session still does not come back, a new client replaces the old.
 */
final class SharedSession {

  private static final Logger LOG = LoggerFactory.getLogger(SharedSession.class);

  /** Longest wait of Milo between two tries to activate a session, and some more. */
  private static final Duration PATIENCE_WITH_OLD_SESSION = Duration.ofSeconds(20);

  private static final Duration RENEWAL_RETRY = Duration.ofSeconds(30);

  /** Such a wait while a request needs the connection. */
  private static final Duration PATIENCE_OF_CALLERS = Duration.ofSeconds(2);

  private final ConnectionSettings settings;
  private final OpcUaClientSettings clientSettings;
  private final SessionConnector connector;
  private final ScheduledExecutorService timer;
  private final ConnectRetry connectRetry;
  private final PendingConnects pendingConnects;
  private final SessionExpiry sessionExpiry;
  private final ServerCertificateWatch serverCertificate;
  private final Executor workers;
  private final ExecutionQueue serialExecutor;
  private final ExecutionQueue announcements;
  private final SubscriptionEngine subscriptions;
  private final List<Consumer<SessionState>> listeners = new CopyOnWriteArrayList<>();

  private volatile SessionState state = new SessionState.Idle();
  private volatile CompletableFuture<OpcUaClient> ready = new CompletableFuture<>();
  private volatile NamespaceTable namespaces = new NamespaceTable();

  /** Written on the serial executor only, as the next. */
  private volatile long connects;

  /** Failure of the last attempt to connect; null when it succeeded or the session was lost. */
  private volatile @Nullable ConnectFaultException fault;

  /** Used on the serial executor only, as the fields below. */
  private @Nullable OpcUaClient client;

  private @Nullable Instant reachableSince;
  private @Nullable Future<?> nextRenewal;
  private @Nullable Map<Path, FileStamp> checkedTrust;
  private int watchRun;

  SharedSession(
      ConnectionSettings settings,
      OpcUaClientSettings clientSettings,
      SessionConnector connector,
      Backoff backoff,
      Executor workers,
      ScheduledExecutorService timer) {
    this.settings = settings;
    this.clientSettings = clientSettings;
    this.connector = connector;
    this.timer = timer;
    this.pendingConnects = new PendingConnects(timer, workers);
    this.sessionExpiry = new SessionExpiry(timer);
    this.serverCertificate = new ServerCertificateWatch(settings, connector, workers);
    this.workers = workers;
    this.serialExecutor = new ExecutionQueue(workers);
    this.connectRetry = new ConnectRetry(backoff, timer, serialExecutor::submit);
    this.announcements = new ExecutionQueue(workers);
    this.subscriptions =
        new SubscriptionEngine(
            settings.endpointUrl(),
            clientSettings.subscriptions(),
            serialExecutor::submit,
            workers,
            timer);
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

  /** Returns the statistics. */
  SessionStatistics statistics(int holders) {
    return new SessionStatistics(settings, state, holders, connects, subscriptions.counts());
  }

  SubscriptionEngine subscriptions() {
    return subscriptions;
  }

  void open() {
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
          } else if (pendingConnects.contains(answer)) {
            connectRetry.now();
          }
        });
    return answer;
  }

  /**
   * Ends the session; completed when the server was told or could not be, and what had come from it
   * was delivered.
   */
  CompletableFuture<Void> close() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    serialExecutor.submit(
        () -> {
          CompletableFuture<Void> delivered = subscriptions.close();
          OpcUaClient old = client;
          client = null;
          connectRetry.stop();
          become(new SessionState.Closed());
          ready.completeExceptionally(notConnected());
          pendingConnects.failed(notConnected());
          sessionExpiry.end();
          ready = CompletableFuture.failedFuture(notConnected());
          if (old == null) {
            delivered.whenComplete((c, ex) -> done.complete(null));
          } else {
            old.disconnectAsync()
                .orTimeout(clientSettings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((c, ex) -> delivered.whenComplete((d, e) -> done.complete(null)));
          }
        });
    return done;
  }

  /** Replaces the client of a session that is active; others are being connected already. */
  void reset() {
    serialExecutor.submit(
        () -> {
          if (state instanceof SessionState.Connected) {
            LOG.info("{}: connecting anew, as was asked for", settings.endpointUrl());
            replace(this::reconnect);
          }
        });
  }

  /**
   * Replaces the client of a session with security by one that shows the present application
   * certificate. While the server refuses that, the session goes on with the former one. A server
   * that has refused this client is tried again.
   */
  void renew() {
    serialExecutor.submit(
        () -> {
          if (state instanceof SessionState.Connected) {
            if (connector.showsFormerCertificate(client)) {
              replace(this::renewLater);
            }
          } else {
            retryAfter(ConnectFault.REFUSED_BY_SERVER);
          }
        });
  }

  /**
   * Ends the session at once when the certificate of its server is no longer trusted or was
   * revoked, and connects to a server that was refused for such a reason if that is mended.
   *
   * @param trust evidence of the present trust list; one that was checked against is passed over
   */
  void checkTrust(Map<Path, FileStamp> trust) {
    serialExecutor.submit(
        () -> {
          if (trust.equals(checkedTrust)) {
            return;
          }
          checkedTrust = trust;
          if (client != null) {
            try {
              connector.checkTrust(settings, client.getConfig().getEndpoint());
            } catch (ConnectFaultException refused) {
              end(refused);
            }
          } else {
            retryAfter(ConnectFault.CERTIFICATE_REFUSED);
          }
        });
  }

  /** See {@link Session#checkServerCertificate}. */
  void checkServerCertificate() {
    serialExecutor.submit(
        () -> {
          OpcUaClient present = client;
          if (present != null && state instanceof SessionState.Connected) {
            serverCertificate.check(present, () -> serialExecutor.submit(() -> follow(present)));
          }
        });
  }

  private void follow(OpcUaClient formerly) {
    if (client == formerly && state instanceof SessionState.Connected) {
      LOG.info(
          "{}: connecting anew, since the server has a new certificate", settings.endpointUrl());
      replace(this::reconnectWhereOneSessionIsAllowed);
    }
  }

  /** Whatever else keeps from a second session, the present one goes on. */
  private void reconnectWhereOneSessionIsAllowed(ConnectFaultException noSecondSession) {
    if (noSecondSession.kind() == ConnectFault.TOO_MANY_SESSIONS) {
      reconnect(noSecondSession);
    }
  }

  /** Tries at once what failed for a reason that may be mended now. */
  private void retryAfter(ConnectFault mended) {
    ConnectFaultException last = fault;
    if (last != null && last.kind() == mended) {
      connectRetry.now();
    }
  }

  private void end(ConnectFaultException refused) {
    subscriptions.disconnected();
    if (ready.isDone()) {
      ready = new CompletableFuture<>();
    }
    sessionExpiry.end();
    int run = ++watchRun;
    discardClient();
    failed(refused, () -> watch(run));
  }

  /** Closes a client that would else try for ever to come back. */
  private void discardClient() {
    OpcUaClient old = client;
    client = null;
    if (old != null) {
      old.disconnectAsync();
    }
  }

  /** The old session stays until its subscriptions have moved. */
  private void replace(Consumer<ConnectFaultException> failed) {
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
  private void reconnect(ConnectFaultException noSecondSession) {
    leave();
    OpcUaClient old = client;
    client = null;
    if (old == null) {
      connect();
    } else {
      old.disconnectAsync().whenComplete((c, ex) -> serialExecutor.submit(this::connect));
    }
  }

  private void renewLater(ConnectFaultException refused) {
    LOG.warn(
        "{} That was with the new application certificate. The session goes on with the former one;"
            + " the new one is tried again every {} s.",
        refused.getMessage(),
        RENEWAL_RETRY.toSeconds());
    if (nextRenewal != null) {
      nextRenewal.cancel(false);
    }
    nextRenewal = timer.schedule(this::renew, RENEWAL_RETRY.toMillis(), TimeUnit.MILLISECONDS);
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
      failed(ConnectFaultException.asFault(settings, e), this::connect);
    }
  }

  private void use(OpcUaClient fresh, EndpointDescription endpoint) {
    OpcUaClient old = client;
    client = fresh;
    checkedTrust = null; // the list may have changed since the server was discovered
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
    if (old != null) {
      sessionExpiry.of(old);
    }
  }

  /** The client's session is active, for the first time or again. */
  private void recovered(OpcUaClient active, EndpointDescription endpoint) {
    if (active != client || state instanceof SessionState.Connected) {
      return;
    }
    try {
      ServerContext context = ServerContextLoader.of(active, clientSettings.requestTimeout());
      namespaces = active.getNamespaceTable();
      reachableSince = null;
      connectRetry.connected();
      fault = null;
      become(new SessionState.Connected(Instant.now(), endpoint.getServer().getApplicationUri()));
      ready.complete(active);
      pendingConnects.connected(active);
      subscriptions.connected(context);
      if (connector.showsFormerCertificate(active)) {
        renew(); // the certificate was replaced while the connection was lost
      }
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
    if (inactive == client && state instanceof SessionState.Connected) {
      lostSince(Instant.now(), "the connection was lost and is being made again");
    }
  }

  private void lostSince(Instant since, String why) {
    subscriptions.disconnected();
    if (ready.isDone()) {
      ready = new CompletableFuture<>();
    }
    reachableSince = null;
    int run = ++watchRun;
    connectRetry.lost(settings.endpointUrl() + ": " + why + ".", () -> watch(run));
    becomeDisconnected(since);
  }

  /** Finds out what is wrong with a server whose session was lost, and replaces the client. */
  private void watch(int run) {
    if (run != watchRun || !(state instanceof SessionState.Disconnected)) {
      return;
    }
    // Not on the serial executor, which must be free to hear that the old session is back.
    workers.execute(
        () -> {
          try {
            EndpointDescription endpoint = connector.discover(settings);
            serialExecutor.submit(() -> reachable(run, endpoint));
          } catch (ConnectFaultException | RuntimeException e) {
            ConnectFaultException fault = ConnectFaultException.asFault(settings, e);
            serialExecutor.submit(() -> unreachable(run, fault));
          }
        });
  }

  private void reachable(int run, EndpointDescription endpoint) {
    if (run != watchRun || !(state instanceof SessionState.Disconnected before)) {
      return;
    }
    Instant now = Instant.now();
    Instant reached = Objects.requireNonNullElse(reachableSince, now);
    reachableSince = reached;
    boolean patient = now.isBefore(lastUseOfPatience(before.since(), reached));
    if (patient && client != null && EndpointCertificateCheck.isUnchanged(client, endpoint)) {
      connectRetry.soon(() -> watch(run));
      return;
    }
    try {
      use(connector.connect(settings, endpoint), endpoint);
    } catch (ConnectFaultException | RuntimeException e) {
      unreachable(run, ConnectFaultException.asFault(settings, e));
    }
  }

  /** The old session comes back soon after the server did, or never once it has timed out. */
  private Instant lastUseOfPatience(Instant lost, Instant reached) {
    Instant timedOut = lost.plus(clientSettings.sessionTimeout());
    Instant tried =
        reached.plus(pendingConnects.isEmpty() ? PATIENCE_WITH_OLD_SESSION : PATIENCE_OF_CALLERS);
    return timedOut.isBefore(tried) ? timedOut : tried;
  }

  private void unreachable(int run, ConnectFaultException latest) {
    if (run == watchRun && state instanceof SessionState.Disconnected) {
      reachableSince = null;
      if (latest.kind() == ConnectFault.CERTIFICATE_REFUSED) {
        discardClient();
      }
      failed(latest, () -> watch(run));
    }
  }

  /** Tells everybody, then tries {@code next}. */
  private void failed(ConnectFaultException latest, Runnable next) {
    fault = latest;
    connectRetry.failed(latest, next);
    becomeDisconnected(
        state instanceof SessionState.Disconnected before ? before.since() : Instant.now());
    pendingConnects.failed(notConnected());
  }

  private void becomeDisconnected(Instant since) {
    become(new SessionState.Disconnected(since, connectRetry.failures(), connectRetry.lastFault()));
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
