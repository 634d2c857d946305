package org.bactrian.cloud.vault.contract;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A new root group; what is null takes a default.
 *
 * @param name name
 * @param type use of its certificates
 * @param subjectName distinguished name with a common name
 * @param lifetime validity of its certificate
 * @param keySize bits of its key
 * @param signatureAlgorithm signature of its certificate
 * @param issuedLifetime validity of what it issues
 * @param issuedKeySize bits of keys that are made
 * @param issuedSignatureAlgorithm signature of what it issues
 */
@RecordBuilder
public record RootGroupRequest(
    @Nullable String name,
    @Nullable TrustGroupType type,
    String subjectName,
    @Nullable Duration lifetime,
    @Nullable Integer keySize,
    @Nullable SignatureAlgorithm signatureAlgorithm,
    @Nullable Duration issuedLifetime,
    @Nullable Integer issuedKeySize,
    @Nullable SignatureAlgorithm issuedSignatureAlgorithm) {}
