package org.bactrian.cloud.vault.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of a request, for the module that is told it.
 *
 * @param requestId id of the request
 * @param state state of the request
 * @param certificates the certificate and then its issuers, DER; none without one
 * @param privateKey the key, PKCS #8; null where the entity has it
 * @param errorMessage why it failed
 */
public record DeliveredCertificate(
    String requestId,
    CertificateRequestState state,
    List<byte[]> certificates,
    byte @Nullable [] privateKey,
    @Nullable String errorMessage) {

  /** Leaves out the key. */
  @Override
  public String toString() {
    return "DeliveredCertificate[" + requestId + ", " + state + "]";
  }
}
