package org.bactrian.cloud.vault.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request for a certificate of a new key.
 *
 * @param entityId id of the entity
 * @param groupId id of the trust group
 * @param certificateType use of the certificate
 * @param subjectName distinguished name; null for that of the entity
 * @param domainNames host names and addresses; null for those of the entity
 */
public record StartNewKeyPairRequest(
    String entityId,
    String groupId,
    @Nullable TrustGroupType certificateType,
    @Nullable String subjectName,
    @Nullable List<String> domainNames) {
  public StartNewKeyPairRequest {
    domainNames = domainNames == null ? null : List.copyOf(domainNames);
  }
}
