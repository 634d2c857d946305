package org.bactrian.opcua.pki;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Certificates that were sent together.
 *
 * @param leaf the one to add
 * @param issuers the others, which complete its chain
 */
public record SentChain(X509Certificate leaf, List<X509Certificate> issuers) {

  public SentChain {
    issuers = List.copyOf(issuers);
  }

  /**
   * Finds the leaf, which clients send first or last: the certificate that another one has signed
   * and that has signed none. Of certificates that are no chain it is the first.
   *
   * @param sent at least one certificate
   */
  public static SentChain of(List<X509Certificate> sent) {
    Optional<X509Certificate> found =
        sent.stream()
            .filter(one -> sent.stream().anyMatch(other -> isIssuer(other, one)))
            .filter(one -> sent.stream().noneMatch(other -> isIssuer(one, other)))
            .findFirst();
    X509Certificate leaf = found.orElse(sent.get(0));
    return new SentChain(leaf, sent.stream().filter(one -> !one.equals(leaf)).toList());
  }

  private static boolean isIssuer(X509Certificate authority, X509Certificate certificate) {
    return !authority.equals(certificate) && CertificatePath.isIssuer(authority, certificate);
  }
}
