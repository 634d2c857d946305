package org.bactrian.model.vault;

import java.util.List;

/**
 * Certificates and revocation lists that an application is to have (Part 12, TrustListDataType).
 * Each is DER in base64.
 *
 * @param trustedCertificates applications and authorities that it trusts
 * @param trustedCrls revocation lists of the trusted authorities
 * @param issuerCertificates authorities that complete chains and are not trusted themselves
 * @param issuerCrls revocation lists of those
 */
public record VaultTrustList(
    List<String> trustedCertificates,
    List<String> trustedCrls,
    List<String> issuerCertificates,
    List<String> issuerCrls) {

  /** A list that trusts nobody. */
  public static final VaultTrustList EMPTY =
      new VaultTrustList(List.of(), List.of(), List.of(), List.of());

  /** Copies the lists; those that are missing are empty. */
  public VaultTrustList {
    trustedCertificates =
        trustedCertificates == null ? List.of() : List.copyOf(trustedCertificates);
    trustedCrls = trustedCrls == null ? List.of() : List.copyOf(trustedCrls);
    issuerCertificates = issuerCertificates == null ? List.of() : List.copyOf(issuerCertificates);
    issuerCrls = issuerCrls == null ? List.of() : List.copyOf(issuerCrls);
  }
}
