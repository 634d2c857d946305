package org.bactrian.opcua.session;

import org.bactrian.opcua.pki.CertificateThumbprints;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;

/** Check that an endpoint has the certificate that was configured for it, beyond trust. */
final class EndpointCertificateCheck {

  private EndpointCertificateCheck() {}

  /** Any certificate of the chain will do, since registries differ in which one they remember. */
  static void check(ConnectionSettings connection, EndpointDescription endpoint)
      throws ConnectFaultException {
    String expected = connection.serverThumbprint();
    if (expected.isEmpty()) {
      return;
    }
    CertificateThumbprints found = CertificateThumbprints.of(endpoint.getServerCertificate());
    if (!found.contains(expected)) {
      throw new ConnectFaultException(
          ConnectFault.CERTIFICATE_REFUSED, found.mismatch(connection.endpointUrl(), expected));
    }
  }

  /** Returns whether an endpoint shows the certificate that a client was made for. */
  static boolean isUnchanged(OpcUaClient client, EndpointDescription endpoint) {
    ByteString before = client.getConfig().getEndpoint().getServerCertificate();
    return endpoint.getServerCertificate().equals(before);
  }
}
