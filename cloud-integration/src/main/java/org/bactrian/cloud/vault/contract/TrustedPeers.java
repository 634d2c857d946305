package org.bactrian.cloud.vault.contract;

import java.util.List;

/**
 * Lists of an application's PKI (Part 12, 7.8.2.6), each entry DER.
 *
 * @param trustedCertificates certificates and authorities that are trusted
 * @param trustedCrls revocation lists of trusted authorities
 * @param issuerCertificates authorities that only complete chains
 * @param issuerCrls their revocation lists
 */
public record TrustedPeers(
    List<byte[]> trustedCertificates,
    List<byte[]> trustedCrls,
    List<byte[]> issuerCertificates,
    List<byte[]> issuerCrls) {
  public TrustedPeers {
    trustedCertificates = List.copyOf(trustedCertificates);
    trustedCrls = List.copyOf(trustedCrls);
    issuerCertificates = List.copyOf(issuerCertificates);
    issuerCrls = List.copyOf(issuerCrls);
  }
}
