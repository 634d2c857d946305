package org.bactrian.edge.twin.contract;

/**
 * A certificate that a server has taken.
 *
 * @param thumbprint SHA-1 of the certificate in hex, upper case
 * @param applied whether the server was connected to with the certificate
 */
public record ServerCertificateUpdateResponse(String thumbprint, boolean applied) {}
