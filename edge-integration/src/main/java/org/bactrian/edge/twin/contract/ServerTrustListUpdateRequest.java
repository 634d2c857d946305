package org.bactrian.edge.twin.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Request to replace a trust list of a server as a whole; lists that are left out are empty.
 *
 * @param certificateGroupId node id of the certificate group; null for the default application
 *     group
 * @param trustedCertificates applications and authorities that are trusted, in DER, Base64
 * @param trustedCrls revocation lists of trusted authorities, in DER, Base64
 * @param issuerCertificates authorities that complete chains, in DER, Base64
 * @param issuerCrls revocation lists of those, in DER, Base64
 * @param header time-outs; null for the defaults
 */
public record ServerTrustListUpdateRequest(
    @Nullable String certificateGroupId,
    List<String> trustedCertificates,
    List<String> trustedCrls,
    List<String> issuerCertificates,
    List<String> issuerCrls,
    RequestHeader header) {

  public ServerTrustListUpdateRequest {
    trustedCertificates = copy(trustedCertificates);
    trustedCrls = copy(trustedCrls);
    issuerCertificates = copy(issuerCertificates);
    issuerCrls = copy(issuerCrls);
  }

  private static List<String> copy(@Nullable List<String> given) {
    return given == null ? List.of() : List.copyOf(given);
  }
}
