package org.bactrian.cloud.vault.contract;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a trust group; what is null stays.
 *
 * @param name name
 * @param issuedLifetime validity of what it issues
 * @param issuedKeySize bits of keys that are made
 * @param issuedSignatureAlgorithm signature of what it issues
 */
public record TrustGroupUpdate(
    @Nullable String name,
    @Nullable Duration issuedLifetime,
    @Nullable Integer issuedKeySize,
    @Nullable SignatureAlgorithm issuedSignatureAlgorithm) {}
