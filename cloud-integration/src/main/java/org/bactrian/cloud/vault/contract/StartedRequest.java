package org.bactrian.cloud.vault.contract;

/**
 * A request that was started.
 *
 * @param requestId its id
 */
public record StartedRequest(String requestId) {}
