package org.bactrian.cloud.vault.contract;

import java.time.Instant;

/**
 * Caller and time of an operation.
 *
 * @param authorityId who it was
 * @param time when it was
 */
public record VaultOperationContext(String authorityId, Instant time) {}
