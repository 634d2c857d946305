package org.bactrian.cloud.vault.contract;

/**
 * A trust group and its id.
 *
 * @param id its id
 * @param group the group
 */
public record TrustGroupRegistration(String id, TrustGroupModel group) {}
