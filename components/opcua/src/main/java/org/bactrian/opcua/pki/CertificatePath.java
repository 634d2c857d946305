package org.bactrian.opcua.pki;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Path from a certificate over its issuers to a self-signed one (Part 4, 6.1.3), each of which has
 * signed the one before. Nothing is said of validity, usage or revocation.
 *
 * @param certificates the certificate, then its issuers as far as they are known
 */
record CertificatePath(List<X509Certificate> certificates) {

  /** Certificates of a path that are looked at; longer ones do not exist in plants. */
  private static final int MAX_LENGTH = 10;

  private static final int KEY_CERT_SIGN = 5;
  private static final int CRL_SIGN = 6;

  CertificatePath {
    certificates = List.copyOf(certificates);
  }

  /**
   * The path of a certificate.
   *
   * @param chain the certificate, then issuers in any order, such as a peer sends
   * @param known further certificates among which issuers are looked for
   * @param now where an authority has several certificates, one that is valid now is preferred
   */
  static CertificatePath of(
      List<X509Certificate> chain, Collection<X509Certificate> known, Instant now) {
    List<X509Certificate> candidates =
        new ArrayList<>(chain.subList(1, Math.min(chain.size(), MAX_LENGTH)));
    candidates.addAll(known);
    candidates.sort(Comparator.comparing(candidate -> !isValidAt(candidate, now)));
    List<X509Certificate> path = new ArrayList<>(List.of(chain.get(0)));
    Optional<X509Certificate> next = Optional.of(chain.get(0));
    while (next.isPresent() && path.size() < MAX_LENGTH) {
      X509Certificate last = next.get();
      next =
          isSelfSigned(last)
              ? Optional.empty()
              : candidates.stream()
                  .filter(candidate -> isIssuer(candidate, last) && !path.contains(candidate))
                  .findFirst();
      next.ifPresent(path::add);
    }
    return new CertificatePath(path);
  }

  /** Returns whether it ends with a self-signed certificate. */
  boolean isComplete() {
    return isSelfSigned(last());
  }

  X509Certificate last() {
    return certificates.get(certificates.size() - 1);
  }

  /**
   * Checks what RFC 5280 asks of a path: basic constraints, path length, key usage of issuers,
   * critical extensions and algorithms. Must be called for a complete path only.
   *
   * @param now time at which all of the certificates are valid
   * @throws GeneralSecurityException when something is wrong
   */
  void validate(Instant now) throws GeneralSecurityException {
    if (certificates.size() > 1) {
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(last(), null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      CertPath path =
          CertificateFactory.getInstance("X.509")
              .generateCertPath(certificates.subList(0, certificates.size() - 1));
      CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }
  }

  /** Returns whether a certificate may issue others. */
  static boolean isAuthority(X509Certificate certificate) {
    boolean[] usage = certificate.getKeyUsage();
    return certificate.getBasicConstraints() >= 0 && (usage == null || usage[KEY_CERT_SIGN]);
  }

  static boolean isSelfSigned(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
        && verifies(certificate, certificate);
  }

  /** Returns whether an authority has signed a revocation list. */
  static boolean isIssuer(X509Certificate authority, X509CRL list) {
    boolean[] usage = authority.getKeyUsage();
    if (!authority.getSubjectX500Principal().equals(list.getIssuerX500Principal())
        || usage != null && !usage[CRL_SIGN]) {
      return false;
    }
    try {
      list.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  static boolean isValidAt(X509Certificate certificate, Instant time) {
    try {
      certificate.checkValidity(Date.from(time));
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }

  /** Returns whether an authority has signed a certificate. */
  static boolean isIssuer(X509Certificate authority, X509Certificate certificate) {
    return authority.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
        && isAuthority(authority)
        && verifies(certificate, authority);
  }

  private static boolean verifies(X509Certificate certificate, X509Certificate authority) {
    try {
      certificate.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
