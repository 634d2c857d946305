package org.bactrian.model.registry;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Chains of certificates as servers give them: DER, one after the other (Part 6, 6.2.6). */
public final class CertificateChains {

  private CertificateChains() {}

  /**
   * Reads a chain and says what is wrong with it. What only a list of trust or of revocations tells
   * is not known here, except that nobody vouches for the root.
   *
   * @throws IllegalArgumentException when it holds no certificates
   */
  public static CertificateChain of(byte[] der) {
    try {
      List<X509Certificate> chain = new ArrayList<>();
      CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(der))
          .forEach(certificate -> chain.add((X509Certificate) certificate));
      if (chain.isEmpty()) {
        throw new IllegalArgumentException("There is no certificate.");
      }
      List<CertificateInfo> infos = new ArrayList<>();
      for (X509Certificate certificate : chain) {
        infos.add(info(certificate));
      }
      return new CertificateChain(infos, List.copyOf(status(chain)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("That is no chain of certificates: " + e.getMessage(), e);
    }
  }

  private static CertificateInfo info(X509Certificate certificate) throws GeneralSecurityException {
    byte[] der = certificate.getEncoded();
    HexFormat hex = HexFormat.of().withUpperCase();
    return new CertificateInfo(
        certificate.getSubjectX500Principal().getName(),
        Sha1Text.of(der).toUpperCase(Locale.ROOT),
        hex.formatHex(certificate.getSerialNumber().toByteArray()),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        selfSigned(certificate),
        der);
  }

  private static Set<X509ChainStatus> status(List<X509Certificate> chain) {
    Set<X509ChainStatus> status = EnumSet.noneOf(X509ChainStatus.class);
    for (X509Certificate certificate : chain) {
      try {
        certificate.checkValidity();
      } catch (CertificateExpiredException | CertificateNotYetValidException e) {
        status.add(X509ChainStatus.NotTimeValid);
      }
      if (certificate.getSigAlgName().matches("(?i)(md|sha-?1with).*")) {
        status.add(X509ChainStatus.HasWeakSignature);
      }
      Optional<X509Certificate> issuer = issuer(certificate, chain);
      if (issuer.isEmpty()) {
        status.add(X509ChainStatus.PartialChain);
      } else if (!signed(certificate, issuer.get())) {
        status.add(X509ChainStatus.NotSignatureValid);
      } else if (issuer.get().equals(certificate)) {
        status.add(X509ChainStatus.UntrustedRoot);
      }
    }
    return status;
  }

  private static Optional<X509Certificate> issuer(
      X509Certificate certificate, List<X509Certificate> chain) {
    return chain.stream()
        .filter(
            other -> other.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
        .findFirst();
  }

  private static boolean selfSigned(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
        && signed(certificate, certificate);
  }

  private static boolean signed(X509Certificate certificate, X509Certificate issuer) {
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (CertificateException e) {
      throw new IllegalArgumentException("A certificate cannot be read", e);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
