package org.bactrian.opcua.pki;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.DigestUtil;

/**
 * SHA-1 thumbprints of the certificates that a server shows, of the whole chain, since registries
 * differ in which certificate they remember.
 *
 * @param all thumbprints in lower case hex, in the order of the chain; none without a certificate
 */
public record CertificateThumbprints(List<String> all) {

  public CertificateThumbprints {
    all = List.copyOf(all);
  }

  /**
   * Thumbprints of a chain.
   *
   * @param chain certificates in DER, one after the other; null or empty for none
   */
  public static CertificateThumbprints of(ByteString chain) {
    if (chain == null || chain.isNullOrEmpty()) {
      return new CertificateThumbprints(List.of());
    }
    List<String> thumbprints = new ArrayList<>();
    try {
      for (X509Certificate certificate : CertificateUtil.decodeCertificates(chain.bytesOrEmpty())) {
        thumbprints.add(sha1(certificate.getEncoded()));
      }
    } catch (UaException | CertificateEncodingException | RuntimeException e) {
      thumbprints.clear();
    }
    if (thumbprints.isEmpty()) {
      // What is no certificate has the hash of its bytes.
      thumbprints.add(sha1(chain.bytesOrEmpty()));
    }
    return new CertificateThumbprints(thumbprints);
  }

  /** Returns whether one of the certificates has this thumbprint, in any case. */
  public boolean contains(String expected) {
    return all.contains(expected.strip().toLowerCase(Locale.ROOT));
  }

  /** Message for a server that shows these certificates where another one is expected. */
  public String mismatch(String endpointUrl, String expected) {
    return endpointUrl
        + ": the server shows "
        + (all.isEmpty() ? "no certificate" : "certificate " + String.join(", ", all))
        + " and "
        + expected
        + " is expected. When the server's certificate was renewed, register it anew.";
  }

  private static String sha1(byte[] bytes) {
    return HexFormat.of().formatHex(DigestUtil.sha1(bytes));
  }
}
