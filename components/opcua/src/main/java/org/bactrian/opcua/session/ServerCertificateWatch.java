package org.bactrian.opcua.session;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watch of the certificate that a server has, beyond that of a connection that stands. It asks the
 * server only when somebody doubts the certificate, and then not often. Used by one thread.
 */
final class ServerCertificateWatch {

  private static final Logger LOG = LoggerFactory.getLogger(ServerCertificateWatch.class);

  /** Time between two questions to the server, however many doubt. */
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final ConnectionSettings settings;
  private final SessionConnector connector;
  private final Executor workers;
  private long next = System.nanoTime();

  ServerCertificateWatch(
      ConnectionSettings settings, SessionConnector connector, Executor workers) {
    this.settings = settings;
    this.connector = connector;
    this.workers = workers;
  }

  /**
   * Asks the server in the background, unless that was done just now.
   *
   * @param present client that is connected
   * @param changed run when the server has another certificate than the client was made for
   */
  void check(OpcUaClient present, Runnable changed) {
    long now = System.nanoTime();
    if (now - next < 0) {
      return;
    }
    next = now + INTERVAL.toNanos();
    workers.execute(() -> ask(present, changed));
  }

  private void ask(OpcUaClient present, Runnable changed) {
    try {
      EndpointDescription endpoint = connector.discover(settings);
      if (!EndpointCertificateCheck.isUnchanged(present, endpoint)) {
        changed.run();
      }
    } catch (ConnectFaultException | RuntimeException e) {
      LOG.debug("{}: the certificate it has now is not known", settings.endpointUrl(), e);
    }
  }
}
