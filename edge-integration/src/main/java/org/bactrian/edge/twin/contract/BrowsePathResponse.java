package org.bactrian.edge.twin.contract;

import java.util.List;

/**
 * Target nodes of browse paths.
 *
 * @param targets targets of all paths, in their order
 * @param errorInfo what went wrong in the server; null when nothing did
 */
public record BrowsePathResponse(List<NodePathTarget> targets, ErrorInfo errorInfo) {

  public BrowsePathResponse {
    targets = targets == null ? null : List.copyOf(targets);
  }
}
