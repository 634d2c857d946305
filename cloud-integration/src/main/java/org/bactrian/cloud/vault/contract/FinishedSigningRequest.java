package org.bactrian.cloud.vault.contract;

import org.bactrian.model.registry.CertificateInfo;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of a signing request.
 *
 * @param request the request
 * @param certificate the certificate, when there is one
 */
public record FinishedSigningRequest(
    CertificateRequestRecord request, @Nullable CertificateInfo certificate) {}
