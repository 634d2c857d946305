package org.bactrian.simulator.certificate;

import java.security.cert.X509Certificate;
import java.util.List;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Check that ends the sessions, and their subscriptions, of clients whose certificate is trusted no
 * longer, such as one that was revoked after they had connected.
 */
public final class SessionTrustCheck {

  private static final Logger LOG = LoggerFactory.getLogger(SessionTrustCheck.class);

  private final OpcUaServer server;
  private final CertificateValidator clients;

  /**
   * @param clients refuses the certificates of clients that may have no session
   */
  public SessionTrustCheck(OpcUaServer server, CertificateValidator clients) {
    this.server = server;
    this.clients = clients;
  }

  /** Ends the sessions of clients that are refused now. */
  public void run() {
    for (Session session : server.getSessionManager().getAllSessions()) {
      List<X509Certificate> chain = session.getSecurityConfiguration().getClientCertificateChain();
      if (chain != null && !isTrusted(chain)) {
        LOG.info(
            "Session {} ends: the certificate of {} is trusted no longer",
            session.getSessionName(),
            chain.get(0).getSubjectX500Principal());
        server.getSessionManager().killSession(session.getSessionId(), true);
      }
    }
  }

  private boolean isTrusted(List<X509Certificate> chain) {
    try {
      clients.validateCertificateChain(chain, null, null);
      return true;
    } catch (UaException refused) {
      return false;
    }
  }
}
