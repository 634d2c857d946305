package org.bactrian.opcua.service;

import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;

/**
 * Page of references of a node.
 *
 * @param result whether it could be browsed
 * @param references those that came with this answer, at most as many as were asked for
 * @param continuation where the next ones are had; empty after the last
 */
public record BrowsePage(
    ServiceResult result,
    List<ReferenceDescription> references,
    Optional<BrowseContinuationPoint> continuation) {
  public BrowsePage {
    references = List.copyOf(references);
  }
}
