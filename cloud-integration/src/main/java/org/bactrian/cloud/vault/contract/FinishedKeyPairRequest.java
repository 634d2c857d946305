package org.bactrian.cloud.vault.contract;

import org.bactrian.model.registry.CertificateInfo;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of a key pair request.
 *
 * @param request the request
 * @param certificate the certificate, when there is one
 * @param privateKey the key, which its requester is given once
 */
public record FinishedKeyPairRequest(
    CertificateRequestRecord request,
    @Nullable CertificateInfo certificate,
    @Nullable PrivateKeyModel privateKey) {
  /** Leaves out the key. */
  @Override
  public String toString() {
    return "FinishedKeyPairRequest[" + request.requestId() + "]";
  }
}
