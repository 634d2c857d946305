package org.bactrian.edge.twin.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * References of a node.
 *
 * @param node where it began
 * @param references references and their targets
 * @param continuationToken asks for the rest; null when there is none
 * @param errorInfo what went wrong in the server; null when nothing did
 */
public record BrowseResponse(
    @Nullable Node node,
    List<NodeReference> references,
    @Nullable String continuationToken,
    @Nullable ErrorInfo errorInfo) {

  public BrowseResponse {
    references = references == null ? null : List.copyOf(references);
  }
}
