package org.bactrian.opcua.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.bactrian.model.file.FileStamp;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificates and trust of a session while it lasts: replaces its client when the application's or
 * the server's certificate was replaced, and ends it when the server is no longer trusted.
 */
final class SessionCertificates {

  private static final Logger LOG = LoggerFactory.getLogger(SessionCertificates.class);

  private static final Duration RENEWAL_RETRY = Duration.ofSeconds(30);

  private final SharedSession session;
  private final SessionConnector connector;
  private final ServerCertificateWatch serverCertificate;
  private final Executor serialExecutor;
  private final ScheduledExecutorService timer;

  /** Used on the serial executor only, as the field below. */
  private @Nullable Future<?> nextRenewal;

  private @Nullable Map<Path, FileStamp> checkedTrust;

  /**
   * @param serialExecutor where the session's transitions run, one at a time
   */
  SessionCertificates(
      SharedSession session,
      SessionConnector connector,
      Executor workers,
      Executor serialExecutor,
      ScheduledExecutorService timer) {
    this.session = session;
    this.connector = connector;
    this.serverCertificate = new ServerCertificateWatch(session.settings(), connector, workers);
    this.serialExecutor = serialExecutor;
    this.timer = timer;
  }

  /**
   * Replaces the client of a session with security by one that shows the present application
   * certificate. While the server refuses that, the session goes on with the former one. A server
   * that has refused this client is tried again.
   */
  void renew() {
    serialExecutor.execute(
        () -> {
          if (session.isConnected()) {
            renewIfReplaced(session.clients().present());
          } else {
            session.retryAfter(ConnectFault.REFUSED_BY_SERVER);
          }
        });
  }

  private void renewIfReplaced(@Nullable OpcUaClient client) {
    if (connector.showsFormerCertificate(client)) {
      session.replace(this::renewLater);
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

  /** Notes that the session has another client, whose server was checked when it was discovered. */
  void clientReplaced() {
    checkedTrust = null; // the list may have changed since the server was discovered
  }

  /** Renews at once where the certificate was replaced while the connection was lost. */
  void recovered(OpcUaClient active) {
    if (connector.showsFormerCertificate(active)) {
      renew();
    }
  }

  /**
   * Ends the session at once when the certificate of its server is no longer trusted or was
   * revoked, and connects to a server that was refused for such a reason if that is mended.
   *
   * @param trust evidence of the present trust list; one that was checked against is passed over
   */
  void checkTrust(Map<Path, FileStamp> trust) {
    serialExecutor.execute(
        () -> {
          if (trust.equals(checkedTrust)) {
            return;
          }
          checkedTrust = trust;
          OpcUaClient client = session.clients().present();
          if (client == null) {
            session.retryAfter(ConnectFault.CERTIFICATE_REFUSED);
            return;
          }
          try {
            connector.checkTrust(session.settings(), client.getConfig().getEndpoint());
          } catch (ConnectFaultException refused) {
            session.end(refused);
          }
        });
  }

  /** See {@link Session#checkServerCertificate}. */
  void checkServerCertificate() {
    serialExecutor.execute(
        () -> {
          OpcUaClient present = session.clients().present();
          if (present != null && session.isConnected()) {
            serverCertificate.check(present, () -> serialExecutor.execute(() -> follow(present)));
          }
        });
  }

  private void follow(OpcUaClient formerly) {
    if (session.clients().present() == formerly && session.isConnected()) {
      LOG.info(
          "{}: connecting anew, since the server has a new certificate",
          session.settings().endpointUrl());
      session.replace(this::reconnectWhereOneSessionIsAllowed);
    }
  }

  /** Whatever else keeps from a second session, the present one goes on. */
  private void reconnectWhereOneSessionIsAllowed(ConnectFaultException noSecondSession) {
    if (noSecondSession.kind() == ConnectFault.TOO_MANY_SESSIONS) {
      session.reconnect(noSecondSession);
    }
  }
}
