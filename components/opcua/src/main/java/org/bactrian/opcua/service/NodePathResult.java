package org.bactrian.opcua.service;

import java.util.List;
import java.util.OptionalLong;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;

/**
 * Targets of a browse path.
 *
 * @param result whether it leads anywhere
 * @param targets the nodes at its end, each once whatever ways lead there; several where names are
 *     ambiguous
 */
public record NodePathResult(ServiceResult result, List<Target> targets) {
  public NodePathResult {
    targets = targets.stream().distinct().toList();
  }

  /**
   * One end of a path.
   *
   * @param node the node that was reached
   * @param remainingPathIndex first element of the path that was not followed, because {@code node}
   *     is on another server; empty when all were
   */
  public record Target(ExpandedNodeId node, OptionalLong remainingPathIndex) {}
}
