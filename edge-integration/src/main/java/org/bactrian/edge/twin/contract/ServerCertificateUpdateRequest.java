package org.bactrian.edge.twin.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Request to give a server a certificate. Its key is never printed.
 *
 * @param certificateGroupId node id of the certificate group; null for the default application
 *     group
 * @param certificateTypeId node id of the certificate type; null for the one that the certificate's
 *     key is of
 * @param certificates the certificate, then its issuers, in DER, Base64
 * @param privateKey its key in PKCS #8 DER, Base64; null when the server has it
 * @param header time-outs; null for the defaults
 */
public record ServerCertificateUpdateRequest(
    @Nullable String certificateGroupId,
    @Nullable String certificateTypeId,
    @Nullable List<String> certificates,
    @Nullable String privateKey,
    RequestHeader header) {

  public ServerCertificateUpdateRequest {
    certificates = certificates == null ? null : List.copyOf(certificates);
  }

  @Override
  public String toString() {
    return "ServerCertificateUpdateRequest[" + certificateGroupId + ", " + certificateTypeId + "]";
  }
}
