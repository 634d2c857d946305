package org.bactrian.edge.twin.contract;

/**
 * Permissions of a role on a node (Part 3, 8.55).
 *
 * @param roleId node id of the role
 * @param permissions names of permissions, joined by a comma and a space
 */
public record RolePermission(String roleId, String permissions) {}
