package org.bactrian.cloud.vault.contract;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that was done.
 *
 * @param id number; later entries have greater ones
 * @param time when
 * @param authorityId who: a caller, or a route such as vault-renewal
 * @param address address that the caller called from; empty for none
 * @param action what
 * @param requestId id of the request
 * @param entityId id of the entity
 * @param groupId id of the trust group
 * @param serialNumber serial number of the certificate
 * @param detail what else there is to say
 */
@RecordBuilder
public record AuditEntry(
    long id,
    Instant time,
    String authorityId,
    String address,
    AuditAction action,
    @Nullable String requestId,
    @Nullable String entityId,
    @Nullable String groupId,
    @Nullable String serialNumber,
    @Nullable String detail) {}
