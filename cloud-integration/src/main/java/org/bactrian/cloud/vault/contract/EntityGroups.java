package org.bactrian.cloud.vault.contract;

import java.util.List;

/**
 * Trust groups that issue to an entity.
 *
 * @param groups the groups
 */
public record EntityGroups(List<EntityGroup> groups) {
  public EntityGroups {
    groups = List.copyOf(groups);
  }
}
