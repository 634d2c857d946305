package org.bactrian.cloud.vault.contract;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A request for a certificate of a key that the entity has.
 *
 * @param entityId id of the entity
 * @param groupId id of the trust group
 * @param certificateRequest PKCS #10, DER in Base64 or PEM; null when the entity is to be asked
 */
public record StartSigningRequest(
    String entityId, String groupId, @Nullable JsonNode certificateRequest) {}
