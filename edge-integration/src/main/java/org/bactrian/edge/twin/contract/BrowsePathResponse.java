package org.bactrian.edge.twin.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Target nodes of browse paths.
 *
 * @param targets targets of all paths, in their order
 * @param errorInfo what went wrong in the server; null when nothing did
 */
public record BrowsePathResponse(
    @Nullable List<NodePathTarget> targets, @Nullable ErrorInfo errorInfo) {

  public BrowsePathResponse {
    targets = targets == null ? null : List.copyOf(targets);
  }
}
