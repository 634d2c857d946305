package org.bactrian.edge.twin.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Target node of a browse path.
 *
 * @param browsePath the path
 * @param target node at its end
 * @param remainingPathIndex step at which the path leaves this server; null when it does not
 */
public record NodePathTarget(
    List<String> browsePath, Node target, @Nullable Integer remainingPathIndex) {

  public NodePathTarget {
    browsePath = browsePath == null ? null : List.copyOf(browsePath);
  }
}
