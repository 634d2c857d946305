package org.bactrian.edge.twin;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.WeakHashMap;
import org.bactrian.edge.twin.contract.RequestConnection;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.DigestUtil;

/**
 * Check that a server presents the certificate that a request expects, beyond its being trusted.
 * The certificate is checked in an open session and not when the session is created, so that
 * requests which expect a certificate share the session of those that expect none, such as the
 * publisher's. Thread-safe.
 */
final class ExpectedCertificateCheck {

  /** Thumbprints that servers show, by session; after a reconnect it is another client. */
  private final Map<OpcUaClient, List<String>> shown =
      Collections.synchronizedMap(new WeakHashMap<>());

  /**
   * Lets pass when the request names no thumbprint, or one of the server's certificates.
   *
   * @throws OperationException of kind COMMUNICATION when the server shows others
   */
  void check(RequestConnection connection, OpcUaClient client) {
    String expected = connection.endpoint().certificate();
    if (!ServerView.isGiven(expected)) {
      return;
    }
    List<String> thumbprints = shown.computeIfAbsent(client, ExpectedCertificateCheck::thumbprints);
    if (!thumbprints.contains(expected.strip().toLowerCase(Locale.ROOT))) {
      throw new OperationException(
          FaultKind.COMMUNICATION,
          connection.endpoint().url()
              + ": the server shows "
              + (thumbprints.isEmpty()
                  ? "no certificate"
                  : "certificate " + String.join(", ", thumbprints))
              + " and "
              + expected
              + " is expected. When the server's certificate was renewed, register it anew.");
    }
  }

  /** Of the whole chain, since registries differ in which certificate they remember. */
  private static List<String> thumbprints(OpcUaClient client) {
    ByteString chain = client.getConfig().getEndpoint().getServerCertificate();
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
    return HexFormat.of().formatHex(DigestUtil.sha1(bytes));
  }
}
