package org.bactrian.cloud.vault.contract;

/**
 * A trust group that issues to an entity.
 *
 * @param groupId its id
 * @param name its name
 * @param type use of its certificates
 */
public record EntityGroup(String groupId, String name, TrustGroupType type) {}
