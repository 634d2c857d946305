package org.bactrian.edge.twin;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.pki.CertificateThumbprints;
import org.bactrian.opcua.pki.ServerCertificateTrust;
import org.bactrian.opcua.push.ServerConfigurationClient;
import org.bactrian.opcua.service.ServiceResult;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.OnDemandSessionPool;
import org.bactrian.opcua.session.RequestOptions;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * Rollout of a certificate to a server: the edge trusts it, the server is given it and applies it,
 * and the edge connects to the server anew with it. The last shows that it is in use, whatever the
 * server answered before.
 */
final class ServerCertificateRollout {

  /** Time in which a server that applies changes is back; some restart for it. */
  private static final Duration RETURN = Duration.ofSeconds(25);

  /** Time in which a server that was given a certificate in vain shows which one it has. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private static final long PAUSE_MS = 250;

  private final OnDemandSessionPool sessions;
  private final ConnectionSettings connection;
  private final RequestOptions options;

  /**
   * @param connection of the request, encrypted
   */
  ServerCertificateRollout(
      OnDemandSessionPool sessions, ConnectionSettings connection, RequestOptions options) {
    this.sessions = sessions;
    this.connection = connection;
    this.options = options;
  }

  /**
   * Carries it out.
   *
   * @throws OperationException with what was refused and which certificate the server has, when it
   *     does not use the new one
   */
  void carryOut(
      ServerView server,
      ServerConfigurationClient client,
      NodeId group,
      NodeId type,
      ServerCertificateChange change) {
    String former =
        CertificateThumbprints.of(
                server.access().client().getConfig().getEndpoint().getServerCertificate())
            .all()
            .get(0);
    ServerCertificateTrust trust = trust(server, change);
    Optional<UaException> fault = give(client, group, type, change);
    // A server that applies at once may end the connection before it has answered.
    if (fault.isEmpty() || ServerFaults.meansNoAnswer(fault.get())) {
      Optional<String> refusal = refusal(change.thumbprint(), RETURN);
      if (refusal.isEmpty()) {
        trust.leaveToTrustLists();
        return;
      }
      fault =
          fault.or(
              () ->
                  Optional.of(
                      new UaException(
                          StatusCodes.Bad_CommunicationError,
                          "the server took the certificate and cannot be connected to with it ("
                              + refusal.get()
                              + ")")));
    }
    throw failed(fault.get(), former, trust);
  }

  /** Gives the server the certificate to use; the fault when it does not take it. */
  private static Optional<UaException> give(
      ServerConfigurationClient client, NodeId group, NodeId type, ServerCertificateChange change) {
    try {
      if (client.updateCertificate(group, type, change.chain(), change.key())) {
        client.applyOrCancel();
      }
      return Optional.empty();
    } catch (UaException e) {
      return Optional.of(e);
    }
  }

  /** Trusts the certificate, and refuses one with which the edge could not connect. */
  private ServerCertificateTrust trust(ServerView server, ServerCertificateChange change) {
    try {
      return sessions
          .pool()
          .trustServerCertificate(
              change.chain(),
              server.access().client().getConfig().getEndpoint().getServer().getApplicationUri());
    } catch (UaException e) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "The server was given nothing, since the edge could not connect to it with this"
              + " certificate: "
              + e.getMessage(),
          e);
    } catch (IOException e) {
      throw new OperationException(
          FaultKind.INTERNAL,
          "The edge cannot store that it trusts the new certificate, so the server was not given"
              + " it. Give the edge's user the right to write its PKI folder.",
          e);
    }
  }

  private OperationException failed(
      UaException fault, String former, ServerCertificateTrust trust) {
    boolean kept = refusal(former, LOOK).isEmpty();
    if (kept) {
      trust.withdraw();
    }
    return ServerCertificateFaults.of(
        connection.endpointUrl(),
        fault,
        kept
            ? "The server keeps its former certificate " + former + "."
            : "Which certificate the server has now could not be found out: it does not answer with"
                + " the former one, "
                + former
                + ", either.");
  }

  /** Reason why no session can be had with a server that has a certificate; empty when it can. */
  private Optional<String> refusal(String thumbprint, Duration longest) {
    ConnectionSettings expecting = connection.withServerThumbprint(thumbprint);
    long end = System.nanoTime() + longest.toNanos();
    ServiceResult result = sessions.test(expecting, options).join();
    while (!result.isUsable() && System.nanoTime() < end) {
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.of("the edge is shutting down");
      }
      result = sessions.test(expecting, options).join();
    }
    return result.isUsable() ? Optional.empty() : Optional.of(result.errorMessage());
  }
}
