package org.bactrian.edge.twin.contract;

import org.jspecify.annotations.Nullable;

/**
 * Request for a signing request of a server.
 *
 * @param certificateGroupId node id of the certificate group; null for the default application
 *     group
 * @param certificateTypeId node id of the certificate type; null for the first that the server
 *     announces, RSA where it does not
 * @param subjectName distinguished name; null for that of the present certificate
 * @param regeneratePrivateKey whether the server makes another key; null for no
 * @param header time-outs; null for the defaults
 */
public record ServerSigningRequest(
    @Nullable String certificateGroupId,
    @Nullable String certificateTypeId,
    @Nullable String subjectName,
    @Nullable Boolean regeneratePrivateKey,
    RequestHeader header) {}
