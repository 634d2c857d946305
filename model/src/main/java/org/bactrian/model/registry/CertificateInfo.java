package org.bactrian.model.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A certificate of a server.
 *
 * @param subject name of who it is for
 * @param thumbprint SHA-1 in hex
 * @param serialNumber number that its issuer gave it, in hex
 * @param notBeforeUtc from when it is valid
 * @param notAfterUtc until when it is valid
 * @param selfSigned whether it is its own issuer
 * @param certificate the certificate, DER
 */
public record CertificateInfo(
    @Nullable String subject,
    @Nullable String thumbprint,
    @Nullable String serialNumber,
    @Nullable Instant notBeforeUtc,
    @Nullable Instant notAfterUtc,
    @Nullable Boolean selfSigned,
    byte @Nullable [] certificate) {}
