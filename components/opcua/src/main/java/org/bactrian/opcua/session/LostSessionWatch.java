package org.bactrian.opcua.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.jspecify.annotations.Nullable;

/**
 * Watch over a session that was lost. Milo's client tries to activate it again; meanwhile the
 * server is asked for its endpoints, to learn what is wrong, and when it answers for a while and
 * the old session still does not come back, a new client replaces the old one.
 */
final class LostSessionWatch {

  /** Longest wait of Milo between two tries to activate a session, and some more. */
  private static final Duration PATIENCE_WITH_OLD_SESSION = Duration.ofSeconds(20);

  /** Such a wait while a request needs the connection. */
  private static final Duration PATIENCE_OF_CALLERS = Duration.ofSeconds(2);

  private final SharedSession session;
  private final SessionConnector connector;
  private final ConnectRetry connectRetry;
  private final PendingConnects pendingConnects;
  private final Duration sessionTimeout;
  private final Executor workers;
  private final Executor serialExecutor;

  /** Used on the serial executor only, as the field below. */
  private @Nullable Instant reachableSince;

  private int lastRun;

  /**
   * @param sessionTimeout time after which the server forgets a session
   * @param workers where the server is asked
   * @param serialExecutor where the session's transitions run, one at a time
   */
  LostSessionWatch(
      SharedSession session,
      SessionConnector connector,
      ConnectRetry connectRetry,
      PendingConnects pendingConnects,
      Duration sessionTimeout,
      Executor workers,
      Executor serialExecutor) {
    this.session = session;
    this.connector = connector;
    this.connectRetry = connectRetry;
    this.pendingConnects = pendingConnects;
    this.sessionTimeout = sessionTimeout;
    this.workers = workers;
    this.serialExecutor = serialExecutor;
  }

  /**
   * Begins to watch a session that is lost from now on.
   *
   * @return the first look at the server, to be run when it is due
   */
  Runnable start() {
    reachableSince = null;
    int run = ++lastRun;
    return () -> look(run);
  }

  /** Notes that the session is active again. */
  void recovered() {
    reachableSince = null;
  }

  /** Finds out what is wrong with the server, and replaces the client. */
  private void look(int run) {
    if (isOver(run)) {
      return;
    }
    pendingConnects.attemptedAgain();
    // Not on the serial executor, which must be free to hear that the old session is back.
    workers.execute(
        () -> {
          try {
            EndpointDescription endpoint = connector.discover(session.settings());
            serialExecutor.execute(() -> reachable(run, endpoint));
          } catch (ConnectFaultException | RuntimeException e) {
            ConnectFaultException fault = ConnectFaultException.asFault(session.settings(), e);
            serialExecutor.execute(() -> unreachable(run, fault));
          }
        });
  }

  private boolean isOver(int run) {
    return run != lastRun || !(session.state() instanceof SessionState.Disconnected);
  }

  private void reachable(int run, EndpointDescription endpoint) {
    if (run != lastRun || !(session.state() instanceof SessionState.Disconnected lost)) {
      return;
    }
    Instant now = Instant.now();
    Instant reached = Objects.requireNonNullElse(reachableSince, now);
    reachableSince = reached;
    boolean patient = now.isBefore(lastUseOfPatience(lost.since(), reached));
    OpcUaClient client = session.clients().present();
    if (patient && client != null && EndpointCertificateCheck.isUnchanged(client, endpoint)) {
      connectRetry.soon(() -> look(run));
      return;
    }
    try {
      session.use(connector.connect(session.settings(), endpoint), endpoint);
    } catch (ConnectFaultException | RuntimeException e) {
      unreachable(run, ConnectFaultException.asFault(session.settings(), e));
    }
  }

  /** The old session comes back soon after the server did, or never once it has timed out. */
  private Instant lastUseOfPatience(Instant lost, Instant reached) {
    Instant timedOut = lost.plus(sessionTimeout);
    Instant tried =
        reached.plus(pendingConnects.isEmpty() ? PATIENCE_WITH_OLD_SESSION : PATIENCE_OF_CALLERS);
    return timedOut.isBefore(tried) ? timedOut : tried;
  }

  private void unreachable(int run, ConnectFaultException latest) {
    if (isOver(run)) {
      return;
    }
    reachableSince = null;
    if (latest.kind() == ConnectFault.CERTIFICATE_REFUSED) {
      session.clients().discard();
    } else if (latest.kind() == ConnectFault.TOO_MANY_SESSIONS) {
      session.clients().vacate();
    }
    session.failed(latest, () -> look(run));
  }
}
