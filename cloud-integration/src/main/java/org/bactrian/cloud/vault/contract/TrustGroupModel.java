package org.bactrian.cloud.vault.contract;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A trust group.
 *
 * @param name name
 * @param parentId parent; null for a root
 * @param type use of its certificates
 * @param subjectName distinguished name
 * @param lifetime validity of its certificate
 * @param keySize bits of its key
 * @param signatureAlgorithm signature of its certificate
 * @param issuedLifetime validity of what it issues
 * @param issuedKeySize bits of keys that are made
 * @param issuedSignatureAlgorithm signature of what it issues
 */
@RecordBuilder
public record TrustGroupModel(
    String name,
    @Nullable String parentId,
    TrustGroupType type,
    String subjectName,
    Duration lifetime,
    int keySize,
    SignatureAlgorithm signatureAlgorithm,
    Duration issuedLifetime,
    int issuedKeySize,
    SignatureAlgorithm issuedSignatureAlgorithm) {}
