package org.bactrian.cloud.vault.contract;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A new sub-group; what is null takes a default.
 *
 * @param name name
 * @param parentId id of the parent
 * @param subjectName distinguished name with a common name
 * @param issuedLifetime validity of what it issues
 * @param issuedKeySize bits of keys that are made
 * @param issuedSignatureAlgorithm signature of what it issues
 */
public record SubGroupRequest(
    @Nullable String name,
    String parentId,
    String subjectName,
    @Nullable Duration issuedLifetime,
    @Nullable Integer issuedKeySize,
    @Nullable SignatureAlgorithm issuedSignatureAlgorithm) {}
