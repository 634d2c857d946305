package org.bactrian.edge.twin.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Further references of a browse.
 *
 * @param references references and their targets
 * @param continuationToken asks for the rest; null when there is none
 * @param errorInfo what went wrong in the server; null when nothing did
 */
public record BrowseNextResponse(
    List<NodeReference> references,
    @Nullable String continuationToken,
    @Nullable ErrorInfo errorInfo) {

  public BrowseNextResponse {
    references = references == null ? null : List.copyOf(references);
  }
}
