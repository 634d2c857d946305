package org.bactrian.model.registry;

import java.time.Instant;

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
    String subject,
    String thumbprint,
    String serialNumber,
    Instant notBeforeUtc,
    Instant notAfterUtc,
    Boolean selfSigned,
    byte[] certificate) {}
