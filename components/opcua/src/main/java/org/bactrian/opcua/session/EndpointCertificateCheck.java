package org.bactrian.opcua.session;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;

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
    List<String> found = thumbprints(endpoint.getServerCertificate());
    if (!found.contains(expected)) {
      throw new ConnectFaultException(
          ConnectFault.CERTIFICATE_REFUSED,
          connection.endpointUrl()
              + ": the server shows "
              + (found.isEmpty() ? "no certificate" : "certificate " + String.join(", ", found))
              + " and "
              + expected
              + " is expected. When the server's certificate was renewed, register it anew.");
    }
  }

  /** Whether an endpoint shows the certificate that a client was made for. */
  static boolean isUnchanged(OpcUaClient client, EndpointDescription endpoint) {
    ByteString before = client.getConfig().getEndpoint().getServerCertificate();
    return endpoint.getServerCertificate().equals(before);
  }

  private static List<String> thumbprints(ByteString chain) {
    List<String> thumbprints = new ArrayList<>();
    if (chain == null || chain.isNullOrEmpty()) {
      return thumbprints;
    }
    try {
      for (X509Certificate certificate : CertificateUtil.decodeCertificates(chain.bytesOrEmpty())) {
        thumbprints.add(sha1(certificate.getEncoded()));
      }
    } catch (UaException | CertificateEncodingException e) {
      // What is no certificate has the hash of its bytes.
      thumbprints.add(sha1(chain.bytesOrEmpty()));
    }
    return thumbprints;
  }

  private static String sha1(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
