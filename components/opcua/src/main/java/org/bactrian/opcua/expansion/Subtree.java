package org.bactrian.opcua.expansion;

import java.util.List;
import org.bactrian.opcua.service.ServiceResult;

/**
 * Objects and variables below a node.
 *
 * @param name browse name of the node where they begin, without its namespace
 * @param nodes the nodes, each once and before those below it; a variable where they begin is the
 *     first of them
 * @param isTruncated whether nodes are missing because the limits were reached
 * @param faults results of nodes that could not be browsed
 */
public record Subtree(
    String name, List<HierarchyNode> nodes, boolean isTruncated, List<ServiceResult> faults) {
  public Subtree {
    nodes = List.copyOf(nodes);
    faults = List.copyOf(faults);
  }
}
