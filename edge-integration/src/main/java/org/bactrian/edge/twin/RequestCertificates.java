package org.bactrian.edge.twin;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.pki.KeyPairCheck;
import org.jspecify.annotations.Nullable;

/** Reads certificates and keys of requests: Base64 of DER. */
final class RequestCertificates {

  private static final int LONGEST_CHAIN = 10;

  private RequestCertificates() {}

  /**
   * Reads a chain.
   *
   * @throws OperationException of kind BAD_REQUEST when it is none, names the member
   */
  static List<X509Certificate> chain(@Nullable List<String> texts) {
    if (texts == null || texts.isEmpty() || texts.size() > LONGEST_CHAIN) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "certificates has to have 1 to %d certificates: that of the server, then its issuers."
              .formatted(LONGEST_CHAIN));
    }
    List<X509Certificate> chain = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      chain.add(certificate(texts.get(i), "/certificates/" + i));
    }
    for (int i = 0; i + 1 < chain.size(); i++) {
      try {
        chain.get(i).verify(chain.get(i + 1).getPublicKey());
      } catch (GeneralSecurityException e) {
        throw new OperationException(
            FaultKind.BAD_REQUEST,
            "/certificates/%d is not signed by the one after it. Send the server's first, then each issuer."
                .formatted(i),
            e);
      }
    }
    return chain;
  }

  /**
   * Reads the key of a certificate.
   *
   * @throws OperationException of kind BAD_REQUEST when it is none, or that of another
   */
  static PrivateKey key(String text, X509Certificate certificate) {
    try {
      PrivateKey key =
          KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(der(text, "privateKey")));
      if (KeyPairCheck.isPair(certificate.getPublicKey(), key)) {
        return key;
      }
    } catch (GeneralSecurityException e) {
      throw new OperationException(
          FaultKind.BAD_REQUEST, "privateKey is no key in PKCS #8 DER form.", e);
    }
    throw new OperationException(
        FaultKind.BAD_REQUEST, "privateKey does not belong to the first of the certificates.");
  }

  /** Writes what a server gave. */
  static String text(byte[] der) {
    return Base64.getEncoder().encodeToString(der);
  }

  private static X509Certificate certificate(String text, String place) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der(text, place)));
    } catch (GeneralSecurityException e) {
      throw new OperationException(
          FaultKind.BAD_REQUEST, place + " is no certificate in DER form.", e);
    }
  }

  private static byte[] der(String text, String place) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new OperationException(FaultKind.BAD_REQUEST, place + " is not Base64.", e);
    }
  }
}
