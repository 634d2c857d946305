package org.bactrian.edge.twin;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.bactrian.edge.twin.contract.RequestConnection;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.pki.CertificateThumbprints;
import org.bactrian.opcua.session.ConnectedServer;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;

/**
 * Check that a server presents the certificate that a request expects, beyond its being trusted.
 * The certificate is checked in an open session and not when the session is created, so that
 * requests which expect a certificate share the session of those that expect none, such as the
 * publisher's. Thread-safe.
 */
final class ExpectedCertificateCheck {

  /** Thumbprints that servers show, by session; after a reconnect it is another client. */
  private final Map<OpcUaClient, CertificateThumbprints> shown =
      Collections.synchronizedMap(new WeakHashMap<>());

  /**
   * Lets pass when the request names no thumbprint, or one of the server's certificates. For
   * another one the session is asked to find out whether the server has changed its certificate.
   *
   * @throws OperationException of kind COMMUNICATION when the server shows others
   */
  void check(RequestConnection connection, ConnectedServer server) {
    String expected = connection.endpoint().certificate();
    if (expected == null || expected.isBlank()) {
      return;
    }
    CertificateThumbprints found =
        shown.computeIfAbsent(
            server.client(),
            connected ->
                CertificateThumbprints.of(
                    connected.getConfig().getEndpoint().getServerCertificate()));
    if (!found.contains(expected)) {
      // What the session knows of the server may be older than what the registry does.
      server.checkServerCertificate();
      throw new OperationException(
          FaultKind.COMMUNICATION, found.mismatch(connection.endpoint().url(), expected));
    }
  }
}
