package org.bactrian.cloud.vault.contract;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A request for a certificate.
 *
 * @param requestId its id
 * @param entityId id of the entity
 * @param groupId id of the trust group
 * @param state state
 * @param type kind
 * @param errorInfo why it failed, or why its next step is being tried again
 * @param submitted who asked
 * @param approved who approved or rejected
 * @param accepted who accepted
 */
@RecordBuilder
public record CertificateRequestRecord(
    String requestId,
    String entityId,
    String groupId,
    CertificateRequestState state,
    CertificateRequestType type,
    @Nullable String errorInfo,
    VaultOperationContext submitted,
    @Nullable VaultOperationContext approved,
    @Nullable VaultOperationContext accepted) {}
