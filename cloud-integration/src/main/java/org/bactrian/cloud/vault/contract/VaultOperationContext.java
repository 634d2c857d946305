package org.bactrian.cloud.vault.contract;

import java.time.Instant;

/**
 * Who did something, and when.
 *
 * @param authorityId who it was
 * @param time when it was
 */
public record VaultOperationContext(String authorityId, Instant time) {}
