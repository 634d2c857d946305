package org.bactrian.cloud.vault.contract;

import org.jspecify.annotations.Nullable;

/**
 * Reason for which a certificate is revoked.
 *
 * @param reason reason; null for PrivilegeWithdrawn
 */
public record RevocationRequest(@Nullable RevocationReason reason) {}
