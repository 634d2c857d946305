package org.bactrian.opcua.pki;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trust of servers in the certificate of this client. A trust list that this client brings to a
 * server must leave it in, or it could never bring another one; only revocation takes it out.
 * Thread-safe.
 */
public final class OwnCertificateTrust {

  private static final Logger LOG = LoggerFactory.getLogger(OwnCertificateTrust.class);

  private final PkiFolders folders;
  private final InstantSource clock;

  /**
   * @param folders where issuers of the certificate and their revocation lists are
   * @param clock time at which an issuer is valid
   */
  public OwnCertificateTrust(PkiFolders folders, InstantSource clock) {
    this.folders = folders;
    this.clock = clock;
  }

  /**
   * Completes the trust list of a server by what it needs to let this client in: its certificates
   * unless it trusts issuers of them, issuers, and their revocation lists as far as this client has
   * them.
   *
   * @param list the list that the server is to get
   * @param chains the certificates that are shown to the server, each followed by issuers
   * @return the list itself when nothing is missing, or when a revocation list names one of the
   *     certificates or an issuer of it
   */
  public DeliveredTrustList completed(DeliveredTrustList list, List<List<X509Certificate>> chains) {
    DeliveredTrustList completed = list;
    for (List<X509Certificate> chain : chains) {
      Optional<DeliveredTrustList> next = completed(completed, chain, clock.instant());
      if (next.isEmpty()) {
        LOG.warn(
            "A trust list leaves this client out, whose certificate {} was revoked",
            chain.get(0).getSubjectX500Principal());
        return list;
      }
      completed = next.get();
    }
    return completed;
  }

  /** The list with one certificate; empty when that was revoked. */
  private Optional<DeliveredTrustList> completed(
      DeliveredTrustList list, List<X509Certificate> chain, Instant now) {
    var own = folders.trustList();
    List<X509Certificate> inList = union(list.trustedCertificates(), list.issuerCertificates());
    List<X509CRL> inLists = union(list.trustedCrls(), list.issuerCrls());
    List<X509Certificate> known =
        union(inList, union(own.getTrustedCertificates(), own.getIssuerCertificates()));
    List<X509CRL> ownCrls = union(own.getTrustedCrls(), own.getIssuerCrls());
    List<X509Certificate> path = CertificatePath.of(chain, known, now).certificates();
    if (isRevoked(path, new RevocationCheck(union(inLists, ownCrls), now))) {
      return Optional.empty();
    }
    List<X509Certificate> trusted = new ArrayList<>(list.trustedCertificates());
    List<X509Certificate> issuers = new ArrayList<>(list.issuerCertificates());
    List<X509CRL> crls = new ArrayList<>(list.issuerCrls());
    if (path.stream().noneMatch(trusted::contains)) {
      trusted.add(chain.get(0));
    }
    for (X509Certificate issuer : path.subList(1, path.size())) {
      if (!inList.contains(issuer)) {
        issuers.add(issuer);
      }
      if (inLists.stream().noneMatch(crl -> CertificatePath.isIssuer(issuer, crl))) {
        ownCrls.stream()
            .filter(crl -> CertificatePath.isIssuer(issuer, crl))
            .max(Comparator.comparing(X509CRL::getThisUpdate))
            .ifPresent(crls::add);
      }
    }
    return Optional.of(new DeliveredTrustList(trusted, list.trustedCrls(), issuers, crls));
  }

  private static boolean isRevoked(List<X509Certificate> path, RevocationCheck revocation) {
    for (int i = 0; i < path.size() - 1; i++) {
      boolean revoked =
          revocation
              .check(path.get(i), path.get(i + 1), i == 0)
              .filter(CertificateFault::isFinal)
              .isPresent();
      if (revoked) {
        return true;
      }
    }
    return false;
  }

  private static <T> List<T> union(Collection<T> some, Collection<T> more) {
    List<T> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }
}
