package org.bactrian.opcua.expansion;

import org.bactrian.model.setting.SettingRange;

/**
 * Bounds of an expansion, which a server's loops and size cannot exceed.
 *
 * @param maxNodes largest number of nodes that are met
 * @param maxDepth largest number of references from the start to a node
 */
public record ExpansionLimits(int maxNodes, int maxDepth) {

  /** Enough for the largest servers that are published whole. */
  public static final ExpansionLimits DEFAULT = new ExpansionLimits(100_000, 64);

  public ExpansionLimits {
    SettingRange.atLeastOne("maxNodes", maxNodes);
    SettingRange.atLeastOne("maxDepth", maxDepth);
  }
}
