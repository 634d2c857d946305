package org.bactrian.cloud.vault.store;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.bactrian.cloud.vault.contract.CertificateRequestRecord;
import org.bactrian.cloud.vault.contract.CertificateRequestRecordBuilder;
import org.bactrian.cloud.vault.contract.CertificateRequestState;
import org.bactrian.cloud.vault.contract.CertificateRequestType;
import org.bactrian.cloud.vault.contract.VaultOperationContext;
import org.jspecify.annotations.Nullable;

/**
 * A request for a certificate as the database holds it.
 *
 * @param id its id
 * @param entityId entity that the certificate is for
 * @param groupId trust group that is to issue it
 * @param state state
 * @param type kind
 * @param applicationUri URI of the application, which the certificate names
 * @param signingRequest PKCS #10, DER; null for a new key
 * @param subject name that is asked for; null for that of the entity
 * @param hostNames host names and addresses that are asked for; none for those of the entity
 * @param origin module of a Global Discovery Server that it came through; null for none
 * @param automatic whether it renews a certificate
 * @param delivered whether its entity has what was issued, or cannot be reached from here
 * @param error why it failed, or why its next step is being tried again
 * @param submitted who asked
 * @param approved who approved or rejected
 * @param accepted who accepted
 */
@RecordBuilder
public record StoredRequest(
    String id,
    String entityId,
    String groupId,
    CertificateRequestState state,
    CertificateRequestType type,
    String applicationUri,
    byte @Nullable [] signingRequest,
    @Nullable String subject,
    List<String> hostNames,
    @Nullable String origin,
    boolean automatic,
    boolean delivered,
    @Nullable String error,
    VaultOperationContext submitted,
    @Nullable VaultOperationContext approved,
    @Nullable VaultOperationContext accepted)
    implements StoredRequestBuilder.With {

  public StoredRequest {
    hostNames = List.copyOf(hostNames);
  }

  /** The request as callers see it. */
  public CertificateRequestRecord shown() {
    return CertificateRequestRecordBuilder.builder()
        .requestId(id)
        .entityId(entityId)
        .groupId(groupId)
        .state(state)
        .type(type)
        .errorInfo(error)
        .submitted(submitted)
        .approved(approved)
        .accepted(accepted)
        .build();
  }

  @Override
  public String toString() {
    return "StoredRequest[" + id + ", " + state + "]";
  }
}
