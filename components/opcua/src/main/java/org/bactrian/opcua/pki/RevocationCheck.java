package org.bactrian.opcua.pki;

import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/**
 * Check of certificates against revocation lists (Part 4, 6.1.3: find revocation list, revocation
 * check). A certificate is revoked when any list of its issuer names it, also one that is out of
 * date; it is known not to be revoked only by a list that is valid now.
 *
 * @param lists the lists that are there, of whichever issuers
 * @param now the time at which lists must be valid
 */
record RevocationCheck(List<X509CRL> lists, Instant now) {

  RevocationCheck {
    lists = List.copyOf(lists);
  }

  /**
   * Fault of a certificate; empty when it is known not to be revoked.
   *
   * @param issuer the certificate that has signed it
   * @param ofServer whether it is that of the server, and not of one of its issuers
   */
  Optional<CertificateFault> check(
      X509Certificate certificate, X509Certificate issuer, boolean ofServer) {
    List<X509CRL> ofIssuer =
        lists.stream().filter(list -> CertificatePath.isIssuer(issuer, list)).toList();
    for (X509CRL list : ofIssuer) {
      X509CRLEntry entry = list.getRevokedCertificate(certificate);
      if (entry != null) {
        return Optional.of(
            CertificateFault.revoked(certificate, entry.getRevocationDate().toInstant(), ofServer));
      }
    }
    if (ofIssuer.stream().anyMatch(this::isCurrent)) {
      return Optional.empty();
    }
    return Optional.of(
        ofIssuer.stream()
            .max(Comparator.comparing(X509CRL::getThisUpdate))
            .map(list -> CertificateFault.revocationListOutOfDate(list, ofServer))
            .orElseGet(() -> CertificateFault.revocationListMissing(issuer, ofServer)));
  }

  private boolean isCurrent(X509CRL list) {
    Date next = list.getNextUpdate();
    return !list.hasUnsupportedCriticalExtension()
        && !list.getThisUpdate().toInstant().isAfter(now)
        && (next == null || next.toInstant().isAfter(now));
  }
}
