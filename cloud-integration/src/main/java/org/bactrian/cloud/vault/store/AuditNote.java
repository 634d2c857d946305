package org.bactrian.cloud.vault.store;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.bactrian.cloud.vault.contract.AuditAction;
import org.jspecify.annotations.Nullable;

/**
 * Entry to write into the audit.
 *
 * @param caller who does it
 * @param action what
 * @param requestId request, or null
 * @param entityId entity, or null
 * @param groupId trust group, or null
 * @param serial certificate, or null
 * @param detail what else there is to say, or null
 */
@RecordBuilder
public record AuditNote(
    VaultCaller caller,
    AuditAction action,
    @Nullable String requestId,
    @Nullable String entityId,
    @Nullable String groupId,
    @Nullable String serial,
    @Nullable String detail)
    implements AuditNoteBuilder.With {

  /** An action on nothing yet. */
  public static AuditNote of(VaultCaller caller, AuditAction action) {
    return new AuditNote(caller, action, null, null, null, null, null);
  }

  /** An action on a request. */
  public static AuditNote of(VaultCaller caller, AuditAction action, StoredRequest request) {
    return new AuditNote(
        caller, action, request.id(), request.entityId(), request.groupId(), null, null);
  }
}
