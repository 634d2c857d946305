package org.bactrian.edge.twin.contract;

/**
 * Signing request of a server.
 *
 * @param certificateRequest PKCS #10 in DER, Base64
 */
public record ServerSigningResponse(String certificateRequest) {}
