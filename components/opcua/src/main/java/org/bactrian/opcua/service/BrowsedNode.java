package org.bactrian.opcua.service;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;

/**
 * The references of a node.
 *
 * @param result whether it could be browsed
 * @param references all that fit the filter; what came before a fault is kept
 */
public record BrowsedNode(ServiceResult result, List<ReferenceDescription> references) {
  public BrowsedNode {
    references = List.copyOf(references);
  }

  /** Returns the status of browsing the node. */
  public StatusCode status() {
    return result.status();
  }
}
