package org.bactrian.cloud.vault.contract;

/**
 * A trust group that was made.
 *
 * @param id its id
 */
public record CreatedGroup(String id) {}
